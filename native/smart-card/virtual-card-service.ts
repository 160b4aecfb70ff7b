import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * A PC/SC service of one's own: Debian's pcscd with readers whose cards come over TCP (vsmartcard-vpcd), in place of the
 * system's. Who is to use it finds it by PCSCLITE_CSOCK_NAME.
 *
 * pcscd listens at one place only, unless it is given a socket that listens already, as systemd does. That is done here by
 * Perl, which every Debian has and which, unlike Node, can hand a listening socket on; it also ends pcscd when we are gone.
 */
export interface CardService {
  readonly socket: string;
  /** Stops in the middle of what it does, as a service does that hangs. */
  hang(): void;
  resume(): void;
  stop(): Promise<void>;
}

export interface VirtualReader {
  readonly name: string;
  /** Where its card connects. The one after it belongs to a second slot that the driver always makes. */
  readonly port: number;
}

const driver = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';

const handOver = `
use Socket; $^F = 9; my ($path, $folder) = @ARGV; unlink $path;
socket(S, PF_UNIX, SOCK_STREAM, 0) && bind(S, pack_sockaddr_un($path)) && listen(S, 64) && fileno(S) == 3 or die "socket: $!";
my $pid = fork() // die "fork: $!";
if ($pid == 0) {
  $ENV{LISTEN_PID} = $$; $ENV{LISTEN_FDS} = 1; open STDIN, '<', '/dev/null';
  exec 'pcscd', '-f', '-c', $folder or die "pcscd: $!";
}
close S; $SIG{CHLD} = sub { exit 1 if waitpid($pid, 1) == $pid }; $| = 1; print "$pid\\n";
while (1) { my $read = sysread STDIN, my $bytes, 1; last if defined $read && $read == 0; }
$SIG{CHLD} = 'DEFAULT'; kill 'KILL', $pid; waitpid $pid, 0;`;

/** `folder`: an empty one, of this service alone. */
export async function startCardService(folder: string, readers: readonly VirtualReader[]): Promise<CardService> {
  const [socket, config] = [join(folder, 'pcscd'), join(folder, 'readers')];
  rmSync(config, { recursive: true, force: true });
  mkdirSync(config, { recursive: true });
  readers.forEach(({ name, port }, at) => {
    // Two readers of one library would share its variables, and the first would never see a card.
    const library = join(folder, `driver-${at}.so`);
    copyFileSync(driver, library);
    const channel = `0x${port.toString(16)}`;
    const lines = [
      `FRIENDLYNAME "${name}"`,
      `DEVICENAME /dev/null:${channel}`,
      `LIBPATH ${library}`,
      `CHANNELID ${channel}`,
    ];
    writeFileSync(join(config, `reader-${at}`), `${lines.join('\n')}\n`);
  });
  const keeper = spawn('perl', ['-e', handOver, socket, config], { stdio: ['pipe', 'pipe', 'inherit'] });
  const pid = await pidFrom(keeper);
  return {
    socket,
    hang: () => void process.kill(pid, 'SIGSTOP'),
    resume: () => void process.kill(pid, 'SIGCONT'),
    stop: async () => {
      if (keeper.exitCode === null && keeper.signalCode === null) {
        keeper.stdin.end();
        await once(keeper, 'exit');
      }
      rmSync(socket, { force: true });
    },
  };
}

async function pidFrom(keeper: ChildProcess): Promise<number> {
  if (keeper.stdout === null) throw new Error('no output');
  const lines = createInterface({ input: keeper.stdout });
  const first = await Promise.race([once(lines, 'line'), once(keeper, 'exit').then(() => ['0'])]);
  const pid = Number(first[0]);
  if (!(pid > 0))
    throw new Error('pcscd did not start: are pcscd and vsmartcard-vpcd installed, and may we write to /run?');
  return pid;
}
