package cloud.bleu.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.chart.Helm;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.layers.Need;
import cloud.bleu.layers.Needs;
import cloud.bleu.operator.Probe;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.ReservedPort;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image as a node runs it: its own root and nothing else, read-only, as user 65532 without
 * capabilities, with the account, the arguments and the memory that the chart gives it. The network
 * is that of the machine.
 */
@RealControlPlane(own = true)
@Needs({Need.IMAGE, Need.BWRAP})
class ImagePlaneTest {

  private static final String ACCOUNT = "var/run/secrets/kubernetes.io/serviceaccount";

  /** Where to write the names of the classes that it loads, for {@code hack/image --classes}. */
  private static final String CLASSES = "BLEU_IMAGE_CLASSES";

  @TempDir Path folder;

  @Test
  void itGetsReadyLeadsPlacesAndEndsWhenAsked(
      ControlPlane plane, KubernetesClient client, TestNamespace namespace, FakeNodes nodes)
      throws Exception {
    BuiltImage image = BuiltImage.find();
    Path root = image.unpack(folder.resolve("root"));
    Helm helm = Helm.on(plane, folder);
    helm.does(
        "install",
        "bleu",
        Helm.CHART,
        "--namespace=" + namespace.name(),
        "--set=replicas=0,crds.enabled=false");
    Container container =
        client
            .apps()
            .deployments()
            .withName("bleu")
            .require()
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .get(0);
    mount(plane, root, namespace);
    ReservedPort reserved = new ReservedPort();
    int port = reserved.number();
    Path log = folder.resolve("operator.log");
    long started = System.nanoTime();
    Process process =
        inImage(image, root, plane, memory(container), arguments(container, port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      Scene scene = new Scene(client, nodes);
      scene.until("ready", () -> process.isAlive() && isReady(port));
      System.out.println(
          "the image is ready after " + (System.nanoTime() - started) / 1_000_000 + " ms");
      scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
      scene.workload("web", 2, "{spread: [{over: Site, min: 2, maxSkew: 1}]}");
      scene.awaitReady("web");
      assertEquals(Map.of("fr-a", 1, "fr-b", 1), scene.bound("web"));
      String metrics = Probe.of(port, "/metrics").body();
      assertTrue(metrics.contains("bleu_placements{outcome=\"placed\"} 1.0"), metrics);
      String holder =
          client.leases().withName(OperatorOptions.LEASE).require().getSpec().getHolderIdentity();
      assertTrue(holder.startsWith("bleu-0"), holder);
      // A kubelet asks the first process of the container, and waits 30 s.
      process.descendants().filter(ImagePlaneTest::isJava).forEach(ProcessHandle::destroy);
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still there");
      if (System.getenv(CLASSES) != null) {
        Files.copy(folder.resolve("written/classes"), Path.of(System.getenv(CLASSES)));
      }
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + Files.readString(log), e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      reserved.close();
      helm.does("uninstall", "bleu", "--namespace=" + namespace.name());
    }
  }

  /** With an archive that does not match its jars Java would start all the same, but slowly. */
  @Test
  void itsClassesAreMapped(ControlPlane plane) throws Exception {
    BuiltImage image = BuiltImage.find();
    Path root = image.unpack(folder.resolve("root"));
    mount(plane, root, null);
    Path log = folder.resolve("version.log");
    Process process =
        inImage(image, root, plane, "-Xshare:on -Xlog:class+load", List.of("version"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    String said = Files.readString(log);
    assertEquals(0, process.exitValue(), said);
    assertTrue(said.contains("\nbleu "), said);
    assertTrue(
        said.lines()
            .anyMatch(line -> line.matches(".*cloud\\.bleu\\.cli\\.Bleu source: shared objects.*")),
        said);
  }

  /** What a kubelet mounts, and the mount points that a runtime makes. */
  private void mount(ControlPlane plane, Path root, TestNamespace namespace) throws IOException {
    Path account = Files.createDirectories(folder.resolve("account"));
    Path level = Files.createDirectories(folder.resolve("level"));
    Files.writeString(level.resolve("level"), "INFO");
    Files.createDirectories(root.resolve(ACCOUNT));
    Files.createDirectories(root.resolve("log"));
    if (namespace != null) {
      Config access = Config.fromKubeconfig(plane.adminKubeconfig());
      Files.writeString(account.resolve("token"), plane.token(namespace.name(), "bleu"));
      Files.write(account.resolve("ca.crt"), Base64.getDecoder().decode(access.getCaCertData()));
      Files.writeString(account.resolve("namespace"), namespace.name());
    }
  }

  private ProcessBuilder inImage(
      BuiltImage image, Path root, ControlPlane plane, String options, List<String> arguments)
      throws IOException {
    URI server = URI.create(Config.fromKubeconfig(plane.adminKubeconfig()).getMasterUrl());
    JsonNode configuration = image.configuration().get("config");
    Path written = Files.createDirectories(folder.resolve("written"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Need.BWRAP.path().toString(),
                "--unshare-all",
                "--share-net",
                "--die-with-parent",
                "--new-session",
                "--uid",
                "65532",
                "--gid",
                "65532",
                "--cap-drop",
                "ALL",
                "--clearenv"));
    command.addAll(List.of("--ro-bind", root.toString(), "/", "--proc", "/proc", "--dev", "/dev"));
    command.addAll(List.of("--bind", written.toString(), "/tmp"));
    command.addAll(List.of("--ro-bind", folder.resolve("account").toString(), "/" + ACCOUNT));
    command.addAll(List.of("--ro-bind", folder.resolve("level").toString(), "/log"));
    for (JsonNode variable : configuration.get("Env")) {
      String[] parts = variable.asText().split("=", 2);
      command.addAll(List.of("--setenv", parts[0], parts[1]));
    }
    Map.of(
            "KUBERNETES_SERVICE_HOST",
            server.getHost(),
            "KUBERNETES_SERVICE_PORT",
            String.valueOf(server.getPort()),
            "POD_NAME",
            "bleu-0",
            "JAVA_TOOL_OPTIONS",
            options)
        .forEach((name, value) -> command.addAll(List.of("--setenv", name, value)));
    Path namespace = folder.resolve("account/namespace");
    if (Files.exists(namespace)) {
      command.addAll(List.of("--setenv", "POD_NAMESPACE", Files.readString(namespace)));
    }
    command.addAll(List.of("--chdir", configuration.get("WorkingDir").asText()));
    configuration.get("Entrypoint").forEach(word -> command.add(word.asText()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    return builder;
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("/java");
  }

  private static String memory(Container container) {
    String options =
        "-XX:MaxRAM="
            + Quantity.getAmountInBytes(container.getResources().getLimits().get("memory"))
                .toBigIntegerExact();
    return System.getenv(CLASSES) == null
        ? options
        : options + " -Xshare:off -XX:DumpLoadedClassList=/tmp/classes";
  }

  private static List<String> arguments(Container container, int port) {
    // Everything of a test listens on this machine only, and not where others may.
    return container.getArgs().stream()
        .map(
            argument ->
                argument.startsWith("--bind-address=")
                    ? "--bind-address=127.0.0.1"
                    : argument.startsWith("--port=") ? "--port=" + port : argument)
        .toList();
  }

  private static boolean isReady(int port) {
    try {
      return Probe.of(port, "/readyz").code() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
