fn main() -> std::process::ExitCode {
    fieldnote::main()
}
