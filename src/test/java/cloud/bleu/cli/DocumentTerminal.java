package cloud.bleu.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.ProjectKinds;
import cloud.bleu.layers.ChildJvm;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries.Program;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A shell at the root of the repository, with kubectl, helm and a {@code bleu} of the classes under
 * test on its PATH, and a control plane as its cluster. What asks nothing of the shell but to start
 * {@code bleu} is answered in this JVM: a process of its own costs more than what it does.
 */
final class DocumentTerminal {

  /** What any command, and whatever follows from it, may take; Helm takes the most. */
  static final Duration BOUND = Duration.ofSeconds(300);

  /** With what is printed into a file, maybe, as the shell puts it there. */
  private static final Pattern PLAIN =
      Pattern.compile("((?:\\./)?bleu(?: [\\w./:=-]+)+?)(?: > ([\\w./-]+))?");

  /** Verbs that take no kubeconfig. With files, none is taken either. */
  private static final Set<String> WITHOUT_CLUSTER = Set.of("rules");

  private final Path folder;
  private final Path kubeconfig;
  private final String path;

  /** What a command printed and how it ended. */
  record Ran(int code, String out, String err) {}

  DocumentTerminal(ControlPlane plane, Path folder) throws IOException {
    this(plane, plane.adminKubeconfig(), folder);
  }

  /**
   * @param contexts the text of a kubeconfig
   */
  DocumentTerminal(ControlPlane plane, String contexts, Path folder) throws IOException {
    this.folder = folder;
    kubeconfig = plane.kubeconfigFile(contexts);
    Path bleu = folder.resolve("bleu");
    Files.writeString(
        bleu,
        """
        #!/bin/sh
        exec %s "$@"
        """
            .formatted(ChildJvm.shell(Bleu.class)));
    Files.setPosixFilePermissions(bleu, PosixFilePermissions.fromString("rwxr-xr-x"));
    path =
        folder
            + ":"
            + plane.binaries().path(Program.KUBECTL).getParent()
            + ":"
            + plane.binaries().path(Program.HELM).getParent()
            + ":"
            + System.getenv("PATH");
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  /** What a command prints that ends with 0. */
  String does(String command) throws IOException, InterruptedException {
    Ran ran = typed(command);
    assertEquals(0, ran.code(), () -> command + "\n" + ran.out() + ran.err());
    return ran.out();
  }

  Ran typed(String command) throws IOException, InterruptedException {
    Matcher plain = PLAIN.matcher(command);
    if (!plain.matches()) {
      return alone(command);
    }
    Ran ran = within(plain.group(1));
    if (plain.group(2) == null) {
      return ran;
    }
    Files.writeString(Path.of(plain.group(2)), ran.out());
    return new Ran(ran.code(), "", ran.err());
  }

  /** As a process of its own, whatever it is. */
  private Ran alone(String command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", null);
    Path err = Files.createTempFile(folder, "err", null);
    Process process =
        shell(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertTrue(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS), command);
    return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Ran within(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.remove(0);
    if (!WITHOUT_CLUSTER.contains(words.get(0)) && !words.contains("-f")) {
      words.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    }
    Typed typed =
        assertTimeoutPreemptively(
            BOUND, () -> Typed.now(words.toArray(String[]::new)), "did not end: " + command);
    return new Ran(typed.code(), typed.out(), typed.err());
  }

  /** A command that stays, with all that it says in a file. */
  Process starts(String command, Path log) throws IOException {
    return shell(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** Waits until the kinds and the release of a test before are gone, which are on their way. */
  void awaitNothing(KubernetesClient client) {
    await()
        .atMost(BOUND)
        .until(
            () ->
                client.apiextensions().v1().customResourceDefinitions().list().getItems().isEmpty()
                    && client.namespaces().withName("bleu-system").get() == null);
  }

  /**
   * Waits until every kind is served, and kubectl has found it: discovery follows a little later.
   */
  void served(KubernetesClient client) {
    ProjectKinds.awaitListed(client);
    // Each look is a process, which costs more than to wait for a second.
    await()
        .atMost(BOUND)
        .pollDelay(Duration.ofMillis(300))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                typed("kubectl get cprov,az,sovpol,bw,wp,waiver,drill,mplan,gate,ledger -A").code()
                    == 0);
  }

  private ProcessBuilder shell(String command) {
    // The launcher would build what these classes are: it has a test of its own.
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", "exec " + command.replaceFirst("^\\./bleu ", "bleu "));
    builder.environment().put("PATH", path);
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().remove("POD_NAMESPACE");
    return builder;
  }
}
