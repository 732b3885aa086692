package cloud.bleu.layers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a few tests need beyond a JDK, Maven and the control plane. Where it is missing they do not
 * run, and {@code hack/test} names each kind with its count. It knows these kinds and no other:
 * every other skip fails the run.
 */
public enum Need {
  /** What {@code hack/image} made: the directory that {@code BLEU_IMAGE} names. */
  IMAGE("image", "BLEU_IMAGE", false),
  /** Bubblewrap, which starts the image without a container engine. */
  BWRAP("bwrap", "", true),
  /** What copies an image to a registry. */
  SKOPEO("skopeo", "", true),
  /** What evaluates alerts as Prometheus does; {@code BLEU_PROMTOOL}, or on the PATH. */
  PROMTOOL("promtool", "BLEU_PROMTOOL", true),
  /** Flux, in the directory that {@code BLEU_FLUX} names: {@code hack/test --flux} builds it. */
  FLUX("flux", "BLEU_FLUX", false),
  /**
   * A program that answers to {@code work agent}, as {@code BLEU_OCM_WORK} names it: yours, or the
   * one that {@code hack/test --ocm} builds.
   */
  OCM("ocm", "BLEU_OCM_WORK", false),
  /**
   * API server, scheduler and controller manager of an older Kubernetes, in the directory that
   * {@code BLEU_OLDER} names: {@code hack/test --older} builds them.
   */
  OLDER("older", "BLEU_OLDER", false);

  private final String key;
  private final String variable;
  private final boolean program;

  Need(String key, String variable, boolean program) {
    this.key = key;
    this.variable = variable;
    this.program = program;
  }

  /** As {@code hack/test} and {@code target/layers.tsv} name it. */
  String key() {
    return key;
  }

  /** What JUnit is told as the reason of a skip. */
  String reason() {
    return "not run here: needs " + key;
  }

  /**
   * Where it is: what its variable names, whether or not that is there, or the program of this name
   * on the PATH. So a wrong variable fails the test, and does not skip it.
   */
  Optional<Path> in(Map<String, String> environment) {
    String named = environment.getOrDefault(variable, "");
    return named.isEmpty() && program
        ? Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(directory -> !directory.isEmpty())
            .map(directory -> Path.of(directory, key))
            .filter(Files::isExecutable)
            .findFirst()
        : Optional.of(named).filter(name -> !name.isEmpty()).map(Path::of);
  }

  /** Where it is on this machine, for a test that runs because it is there. */
  public Path path() {
    return in(System.getenv())
        .orElseThrow(() -> new IllegalStateException("the test lacks @Needs for " + this));
  }
}
