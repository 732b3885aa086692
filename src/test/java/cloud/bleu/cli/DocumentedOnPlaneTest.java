package cloud.bleu.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.layers.ChildJvm;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries.Program;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the documents for a cluster, as they stand there, on a cluster with nothing. */
@RealControlPlane(own = true, kinds = false)
@Tag("people")
class DocumentedOnPlaneTest {

  private static final Duration BOUND = Duration.ofSeconds(120);
  private static final String ALL = "kubectl get ns,no,pc,deploy,cprov,az,sovpol,bw,wp -A -o yaml";

  @TempDir Path folder;

  private Path kubeconfig;
  private String path;

  private record Ran(int code, String out, String err) {}

  /** On the PATH: kubectl and helm, and a bleu of the classes under test. */
  @BeforeEach
  void terminal(ControlPlane plane) throws IOException {
    kubeconfig = plane.kubeconfigFile(plane.adminKubeconfig());
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
    // Those of the test before are on their way out.
    soon().until(() -> does("kubectl get crds -o name").isEmpty());
  }

  @Test
  void theChartIsInstalledAsTheReadmeSays() throws Exception {
    does(DocumentedCommands.ofReadme("helm install"));
    assertTrue(
        does("kubectl -n bleu-system get deploy bleu -o yaml").contains("image: YOUR/IMAGE:"));
    served();
    assertTrue(does("kubectl get bw -A 2>&1").contains("No resources found"));
    does(DocumentedCommands.ofReadme("helm uninstall"));
    does(DocumentedCommands.ofReadme("./bleu release"));
    does("kubectl delete crds -l app.kubernetes.io/instance=bleu");
    does("kubectl delete ns bleu-system --wait=false");
  }

  @Test
  void fromOutsideAsTheReadmeSays(FakeNodes nodes) throws Exception {
    for (String zone : List.of("fr-a", "fr-b")) {
      nodes.add(FakeNode.inZone(zone, zone + "-1"));
    }
    does(DocumentedCommands.ofReadme("kubectl apply --server-side -f crds"));
    served();

    // The draft is taken as it is, by the API server and by plan.
    Path draft = folder.resolve("draft.yaml");
    Files.writeString(draft, does(DocumentedCommands.ofReadme("./bleu init")));
    assertTrue(does("kubectl apply --dry-run=server -f " + draft).contains("fr-a created"));
    assertEquals(ExitCode.OK, typed("bleu plan -f " + draft).code());
    does("kubectl apply -f " + draft);

    // A zone whose nodes were never seen takes nothing new.
    for (String zone : List.of("osc-gov-a", "osc-gov-b")) {
      nodes.add(
          FakeNode.inZone(zone, zone + "-1")
              .withLabel("bleu.node-restriction.kubernetes.io/zone", zone));
    }
    Process operator =
        shell(DocumentedCommands.ofReadme("./bleu run") + " --port 0")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("operator.log").toFile())
            .start();
    try {
      does(
          DocumentedCommands.of(
              Path.of("examples/migration/README.md"), "kubectl apply -f examples/migration"));
      soon()
          .until(
              () ->
                  !operator.isAlive()
                      || does("kubectl get bw -n mairie etat-civil -o jsonpath={.status.zones}")
                          .equals("osc-gov-a=1, osc-gov-b=1"));
      assertTrue(operator.isAlive(), Files.readString(folder.resolve("operator.log")));
    } finally {
      operator.destroy();
      assertTrue(operator.waitFor(60, TimeUnit.SECONDS));
    }

    // A cluster is answered as its export is.
    Path export = folder.resolve("export.yaml");
    Files.writeString(export, does(ALL));
    String here = " --kubeconfig " + kubeconfig + " --context bleu";
    for (String verb :
        List.of("plan -o json", "plan --diff", "explain etat-civil -o yaml", "init", "explain x")) {
      assertEquals(within(verb + " -f " + export), within(verb + here), verb);
    }
    assertEquals("nothing changes\n", does("bleu plan --diff" + here));
    does("kubectl delete -f examples/migration --ignore-not-found --wait=false");
    does("kubectl delete crds --all --wait=false");
  }

  /**
   * Every kind is established and was listed once: discovery follows a little later, and a kind
   * that nobody listed stays for minutes when it is deleted.
   */
  private void served() throws IOException, InterruptedException {
    does("kubectl wait --for=condition=Established crd --all --timeout=60s");
    soon()
        .until(
            () ->
                typed(
                            "kubectl get cprov,az,sovpol,bw,wp,sovereigntywaivers,resiliencedrills,placementgates,decisionledgers -A")
                        .code()
                    == 0);
  }

  /** Without a process of its own, which takes a second to start. */
  private static Typed within(String arguments) {
    return Typed.bleu(arguments.split(" ", -1));
  }

  /** Each look is a process, which costs more than what it asks. */
  private static ConditionFactory soon() {
    return await().atMost(BOUND).pollInterval(Duration.ofMillis(300));
  }

  private String does(String command) throws IOException, InterruptedException {
    Ran ran = typed(command);
    assertEquals(0, ran.code(), () -> command + "\n" + ran.out() + ran.err());
    return ran.out();
  }

  private Ran typed(String command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", null);
    Path err = Files.createTempFile(folder, "err", null);
    Process process =
        shell(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertTrue(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS), command);
    return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
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
