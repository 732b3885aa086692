package cloud.bleu.api.v1alpha1;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries.Program;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Objects of the project's kinds on a real API server, by their specs in flow style. They are in
 * the namespace that is there, each is deleted after its test: nothing else happens on the plane,
 * and to end a namespace of its own costs the server ten times as much as most of the tests.
 */
@RealControlPlane
abstract class CrdPlane {
  KubernetesClient client;
  final String namespace = "default";

  /** Of this JVM, which the plane serves alone: what is still going away shares no name. */
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final List<GenericKubernetesResource> created = new ArrayList<>();
  private ControlPlane plane;

  @BeforeEach
  void given(ControlPlane plane) {
    this.client = plane.adminClient();
    this.plane = plane;
  }

  @AfterEach
  void clear() {
    created.forEach(object -> client.resource(object).delete());
    client.close();
  }

  GenericKubernetesResource object(String kind, String name, String spec) {
    boolean namespaced = kind.equals("BleuWorkload") || kind.equals("WorkloadPlacement");
    return Serialization.unmarshal(
        manifest(kind, name, namespaced ? ", namespace: " + namespace : "", spec),
        GenericKubernetesResource.class);
  }

  private static String manifest(String kind, String name, String where, String spec) {
    return String.format(
        "---%n{apiVersion: placement.bleu.cloud/v1alpha1, kind: %s, metadata: {name: %s%s}, spec: {%s}}",
        kind, name, where, spec);
  }

  GenericKubernetesResource create(String kind, String spec) {
    GenericKubernetesResource object = object(kind, "t-" + NAMES.incrementAndGet(), spec);
    GenericKubernetesResource stored = client.resource(object).create();
    created.add(stored);
    return stored;
  }

  GenericKubernetesResource get(String kind, String name) {
    return client.resource(object(kind, name, "")).get();
  }

  void status(String kind, String name, String status) {
    GenericKubernetesResource object = get(kind, name);
    object.setAdditionalProperty(
        "status", Serialization.unmarshal("---\n{" + status + "}", Map.class));
    client.resource(object).updateStatus();
  }

  /** What kubectl prints; an error fails the test. */
  String kubectl(String... arguments) throws IOException, InterruptedException {
    Output output = run("", arguments);
    if (output.exit() != 0) {
      throw new AssertionError("kubectl " + List.of(arguments) + ": " + output.text());
    }
    return output.text();
  }

  /** What {@code kubectl apply} says against a manifest that it must refuse. */
  String refusedByKubectl(String kind, String spec) throws IOException, InterruptedException {
    Output output =
        run(manifest(kind, "refused", ", namespace: " + namespace, spec), "apply", "-f", "-");
    if (output.exit() == 0) {
      throw new AssertionError("accepted: " + output.text());
    }
    return output.text();
  }

  private Output run(String input, String... arguments) throws IOException, InterruptedException {
    Path kubeconfig = plane.kubeconfigFile(plane.adminKubeconfig());
    List<String> command = new ArrayList<>();
    command.add(plane.binaries().path(Program.KUBECTL).toString());
    command.add("--kubeconfig=" + kubeconfig);
    command.add("--namespace=" + namespace);
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(process.waitFor(), text);
  }

  private record Output(int exit, String text) {}
}
