package cloud.bleu.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.ControlPlaneBinaries.Program;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** helm and kubectl as a person types them, with settings of their own. */
public final class Helm {
  /** The chart of this project. */
  public static final String CHART = "helm/bleu";

  private static final int BOUND_SECONDS = 240;

  /** What the chart rendered as with these words, files of a test among them by their paths. */
  private static final Map<List<String>, String> RENDERED = new ConcurrentHashMap<>();

  /** What a document says: most are the same with other values. */
  private static final Map<String, HasMetadata> DOCUMENTS = new ConcurrentHashMap<>();

  private final ControlPlaneBinaries binaries;
  private final Path folder;
  private final Path kubeconfig;

  /** What came of a command. */
  public record Result(int code, String out, String err) {}

  private Helm(ControlPlaneBinaries binaries, Path folder, Path kubeconfig) {
    this.binaries = binaries;
    this.folder = folder;
    this.kubeconfig = kubeconfig;
  }

  /** Against a plane, with every right. */
  public static Helm on(ControlPlane plane, Path folder) {
    return new Helm(plane.binaries(), folder, plane.kubeconfigFile(plane.adminKubeconfig()));
  }

  /** Against whatever a kubeconfig leads to. */
  public static Helm with(ControlPlaneBinaries binaries, Path folder, Path kubeconfig) {
    return new Helm(binaries, folder, kubeconfig);
  }

  /** With no cluster to be reached. */
  public static Helm offline(Path folder) {
    return new Helm(
        ControlPlaneBinaries.find(System.getenv()), folder, folder.resolve("no-kubeconfig"));
  }

  /** Runs helm, and returns whatever comes of it. */
  public Result typed(String... arguments) {
    return run(Program.HELM, arguments);
  }

  /** Runs helm, which must do it; returns what it printed. */
  public String does(String... arguments) {
    return done(typed(arguments), "helm", arguments);
  }

  /** Runs kubectl, and returns whatever comes of it. */
  public Result typedKubectl(String... arguments) {
    return run(Program.KUBECTL, arguments);
  }

  /** Runs kubectl, which must do it; returns what it printed. */
  public String kubectl(String... arguments) {
    return done(run(Program.KUBECTL, arguments), "kubectl", arguments);
  }

  /** The objects of the chart with these arguments, as {@code helm template} prints them. */
  public List<HasMetadata> objects(String... arguments) {
    return parsed(rendered(arguments));
  }

  /** The objects of the chart as a release of that name, with these arguments. */
  public List<HasMetadata> objectsOf(String release, String... arguments) {
    return parsed(renderedAs(release, arguments));
  }

  /** The text of the chart with these arguments. */
  public String rendered(String... arguments) {
    return renderedAs("bleu", arguments);
  }

  /** As a cluster with the kinds of the chart would have it; the same once only in one JVM. */
  private String renderedAs(String release, String... arguments) {
    List<String> command =
        Stream.concat(
                Stream.of(
                    "template",
                    release,
                    CHART,
                    "--api-versions",
                    "placement.bleu.cloud/v1alpha1",
                    "--api-versions",
                    "admissionregistration.k8s.io/v1/MutatingAdmissionPolicy"),
                Arrays.stream(arguments))
            .toList();
    return RENDERED.computeIfAbsent(command, words -> does(words.toArray(String[]::new)));
  }

  /** The objects in a text of several documents. */
  static List<HasMetadata> parsed(String yaml) {
    List<HasMetadata> objects = new ArrayList<>();
    for (String document : yaml.split("(?m)^---\\s*$")) {
      if (document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#"))) {
        objects.add(
            Serialization.clone(
                DOCUMENTS.computeIfAbsent(document, text -> Serialization.unmarshal(text))));
      }
    }
    return objects;
  }

  private static String done(Result result, String program, String... arguments) {
    assertEquals(
        0, result.code(), program + " " + String.join(" ", arguments) + "\n" + result.err());
    return result.out();
  }

  private Result run(Program program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(binaries.path(program).toString());
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile(folder, "out", null);
      Path err = Files.createTempFile(folder, "err", null);
      ProcessBuilder builder = new ProcessBuilder(command);
      Map<String, String> environment = builder.environment();
      // kubectl diff looks for diff.
      environment.keySet().retainAll(Set.of("GOGC", "PATH"));
      environment.put("HOME", folder.toString());
      environment.put("KUBECONFIG", kubeconfig.toString());
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      awaitEnd(process, command, err);
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whoever waits no longer for a command ends it, and says what it had said until then. */
  private static void awaitEnd(Process process, List<String> command, Path err) throws IOException {
    try {
      if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(
            command + " did not end within " + BOUND_SECONDS + " s\n" + Files.readString(err));
      }
    } catch (InterruptedException e) {
      String said = Files.readString(err);
      Thread.currentThread().interrupt();
      throw new AssertionError(command + " was interrupted\n" + said, e);
    } finally {
      process.destroyForcibly();
    }
  }
}
