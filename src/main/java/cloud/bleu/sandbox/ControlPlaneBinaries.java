package cloud.bleu.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the programs of a control plane are. Nothing is downloaded or built here: {@code
 * hack/control-plane/build} does that.
 *
 * @param found the executables that exist, by program
 * @param searched the directories that were looked into, in order
 */
public record ControlPlaneBinaries(Map<Program, Path> found, List<Path> searched) {
  /**
   * The release that {@code hack/control-plane/go.mod} builds, and so the name of the directory in
   * the cache.
   */
  public static final String VERSION = "v1.36.3";

  /** Names the directory that {@code hack/control-plane/build} printed. */
  public static final String DIRECTORY_VARIABLE = "BLEU_CONTROL_PLANE";

  /** A program, named as its executable. */
  public enum Program {
    ETCD,
    KUBE_APISERVER,
    KUBE_SCHEDULER,
    KUBE_CONTROLLER_MANAGER,
    KUBECTL,
    /** Needed by nothing here but charts: a control plane is complete without it. */
    HELM,
    /** Needed where Karmada runs, as is the next one. */
    KARMADA_CONTROLLER_MANAGER,
    KARMADA_AGGREGATED_APISERVER,
    /** For clusters that fetch their orders from Karmada. */
    KARMADA_AGENT,
    /** Needed only to compare with: {@code hack/control-plane/build --karmada-scheduler}. */
    KARMADA_SCHEDULER;

    /** Those without which a control plane is complete. */
    private static final Set<Program> OPTIONAL =
        EnumSet.of(
            HELM,
            KARMADA_CONTROLLER_MANAGER,
            KARMADA_AGGREGATED_APISERVER,
            KARMADA_AGENT,
            KARMADA_SCHEDULER);

    /** The file name of the executable. */
    public String executable() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public ControlPlaneBinaries {
    found = Map.copyOf(found);
    searched = List.copyOf(searched);
  }

  /**
   * Looks for every program in the directory named by {@value #DIRECTORY_VARIABLE}, then in {@code
   * KUBEBUILDER_ASSETS}, then in the cache that {@code hack/control-plane/build} fills.
   *
   * @param environment the environment variables, normally {@code System.getenv()}
   */
  public static ControlPlaneBinaries find(Map<String, String> environment) {
    List<Path> directories = new ArrayList<>();
    for (String variable : List.of(DIRECTORY_VARIABLE, "KUBEBUILDER_ASSETS")) {
      value(environment, variable).map(Path::of).ifPresent(directories::add);
    }
    value(environment, "XDG_CACHE_HOME")
        .map(Path::of)
        .or(() -> value(environment, "HOME").map(home -> Path.of(home, ".cache")))
        .ifPresent(cache -> directories.add(cache.resolve("bleu/control-plane").resolve(VERSION)));

    Map<Program, Path> found = new EnumMap<>(Program.class);
    for (Program program : Program.values()) {
      for (Path directory : directories) {
        Path candidate = directory.resolve(program.executable()).toAbsolutePath();
        if (Files.isExecutable(candidate)) {
          found.putIfAbsent(program, candidate);
        }
      }
    }
    return new ControlPlaneBinaries(found, directories);
  }

  private static Optional<String> value(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
  }

  /**
   * The programs that a control plane cannot do without and that were not found; empty when it can
   * start.
   */
  public List<Program> missing() {
    List<Program> missing = new ArrayList<>(List.of(Program.values()));
    missing.removeAll(found.keySet());
    missing.removeAll(Program.OPTIONAL);
    return missing;
  }

  /** What is missing, where it was looked for, and both ways out; for a person to read. */
  public String explainMissing() {
    return "not found: %s; looked in %s. Either run hack/control-plane/build (it needs Go and builds Kubernetes %s once), or set KUBEBUILDER_ASSETS to a directory that has them."
        .formatted(
            String.join(", ", missing().stream().map(Program::executable).toList()),
            searched.isEmpty()
                ? "no directory, for none of the variables is set"
                : String.join(", ", searched.stream().map(Path::toString).toList()),
            VERSION);
  }

  /**
   * The executable of a program.
   *
   * @throws ControlPlaneException if it was not found
   */
  public Path path(Program program) {
    Path path = found.get(program);
    if (path == null) {
      throw new ControlPlaneException(
          Program.OPTIONAL.contains(program)
              ? program.executable()
                  + " was not found: run hack/control-plane/build "
                  + (program == Program.HELM ? "--helm" : "--karmada")
              : explainMissing());
    }
    return path;
  }
}
