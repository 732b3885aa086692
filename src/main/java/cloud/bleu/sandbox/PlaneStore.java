package cloud.bleu.sandbox;

import static cloud.bleu.sandbox.ControlPlaneBinaries.Program;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What control planes stand on: an etcd in which each has a prefix of its own, the temporary
 * directory of their files, and the shell that ends their processes when the JVM is killed.
 */
final class PlaneStore implements AutoCloseable {
  /** How long a process is given to end before it is killed. */
  static final Duration GRACE = Duration.ofSeconds(5);

  private final ControlPlaneBinaries binaries;
  private final PlaneFiles files = PlaneFiles.create();
  private final Reaper reaper = new Reaper(files.directory());
  private final LoopbackPorts ports = new LoopbackPorts();
  private final String url;
  private final ChildProcess etcd;

  private PlaneStore(ControlPlaneBinaries binaries, List<String> flags) {
    this.binaries = binaries;
    try {
      this.url = "http://127.0.0.1:" + ports.next();
      String peer = "http://127.0.0.1:" + ports.next();
      List<String> command =
          new ArrayList<>(
              List.of(
                  binaries.path(Program.ETCD).toString(),
                  "--name=bleu",
                  "--data-dir=" + files.path("etcd"),
                  "--listen-client-urls=" + url,
                  "--advertise-client-urls=" + url,
                  "--listen-peer-urls=" + peer,
                  "--initial-advertise-peer-urls=" + peer,
                  "--initial-cluster=bleu=" + peer,
                  "--log-level=warn",
                  // The data dies with the planes: it has to survive a killed etcd, not a lost
                  // machine.
                  "--unsafe-no-fsync"));
      command.addAll(flags);
      this.etcd = launch(Program.ETCD.executable(), command, files.path("etcd.log"));
    } catch (RuntimeException e) {
      reaper.close();
      ports.close();
      throw e;
    }
  }

  /**
   * Starts etcd; does not wait until it answers, as API servers do that.
   *
   * @param flags further ones of etcd
   * @throws ControlPlaneException if a program is missing, or etcd cannot be started
   */
  static PlaneStore open(ControlPlaneBinaries binaries, List<String> flags) {
    if (!binaries.missing().isEmpty()) {
      throw new ControlPlaneException(
          "the control plane cannot start: " + binaries.explainMissing());
    }
    return new PlaneStore(binaries, flags);
  }

  /** Starts a process that ends with this JVM at the latest. */
  ChildProcess launch(String name, List<String> command, Path log) {
    return new ChildProcess(name, command, log, reaper);
  }

  ControlPlaneBinaries binaries() {
    return binaries;
  }

  PlaneFiles files() {
    return files;
  }

  /** Where etcd listens, as in {@code http://127.0.0.1:20001}. */
  String url() {
    return url;
  }

  ChildProcess etcd() {
    return etcd;
  }

  /** Stops etcd, kills what is left of the planes, and removes the directory. */
  @Override
  public void close() {
    etcd.stop(GRACE);
    reaper.close();
    ports.close();
  }
}
