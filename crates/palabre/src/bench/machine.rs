//! What the machine says of a process: CPU time and memory, from `/proc` (Linux; 0 elsewhere).

/// CPU seconds used by a process so far, user and system.
pub fn cpu_s(pid: u32) -> f64 {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else { return 0.0 };
    // The command's name may hold spaces; fields are counted from its closing bracket.
    let Some((_, fields)) = stat.rsplit_once(')') else { return 0.0 };
    let ticks: f64 = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok())
        .sum();
    // The kernel's USER_HZ is 100 on every Linux that user space can see.
    ticks / 100.0
}

/// The most memory a process had at once, in megabytes.
pub fn peak_rss_mb(pid: u32) -> f64 {
    let Ok(status) = std::fs::read_to_string(format!("/proc/{pid}/status")) else { return 0.0 };
    status
        .lines()
        .find_map(|line| {
            line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse().ok()
        })
        .map_or(0.0, |kilobytes: f64| kilobytes / 1024.0)
}

/// One line about the machine, printed with every figure.
pub fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let cpu = std::fs::read_to_string("/proc/cpuinfo")
        .ok()
        .and_then(|info| {
            info.lines().find_map(|line| {
                line.strip_prefix("model name")?
                    .split_once(':')
                    .map(|(_, name)| name.trim().to_owned())
            })
        })
        .unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let build = if cfg!(debug_assertions) { "debug build" } else { "release build" };
    format!("{cores} cores, {cpu}, {}, {build}", std::env::consts::OS)
}
