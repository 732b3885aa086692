package cloud.bleu.cli.input;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.TypedName;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.WorkloadId;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The workloads that names typed by a person mean. */
public final class WorkloadNames {
  private final List<WorkloadId> known;
  private final @Nullable String namespace;
  private final String options;

  /**
   * Names among the workloads of the input.
   *
   * @param namespace the one to look in, null for all
   * @throws BadInputException if no workload is in that namespace
   */
  public WorkloadNames(Collection<WorkloadId> known, @Nullable String namespace) {
    this(known, namespace, "");
  }

  /**
   * @param options that say where they are, as they are typed, for a command that lists them
   */
  public WorkloadNames(Collection<WorkloadId> known, @Nullable String namespace, String options) {
    this.options = options;
    this.known = List.copyOf(known);
    this.namespace = namespace;
    refuseUnknown(known, namespace);
  }

  /**
   * Refuses a namespace in which no workload is; null is none.
   *
   * @throws BadInputException naming the nearest, and those in which some are
   */
  public static void refuseUnknown(Collection<WorkloadId> known, @Nullable String namespace) {
    TreeSet<String> namespaces = new TreeSet<>();
    known.forEach(id -> namespaces.add(id.namespace()));
    if (namespace != null && !namespaces.isEmpty() && !namespaces.contains(namespace)) {
      throw new BadInputException(
          "no BleuWorkload is in the namespace "
              + ShownText.quote(namespace)
              + NearestName.of(namespace, namespaces)
                  .map(n -> "; did you mean " + n + "? ")
                  .orElse("; ")
              + "there are some in "
              + String.join(", ", namespaces));
    }
  }

  /**
   * The one workload that is meant.
   *
   * @param typed {@code NAMESPACE/NAME}, or the name alone; either may follow the kind, as in
   *     {@code bw/NAME}
   * @throws BadInputException if there is none, naming the nearest, or several
   */
  public WorkloadId one(String typed) {
    return one(typed, name -> null);
  }

  /**
   * The same where a person may have typed the name of something else.
   *
   * @param instead what to ask about something else of that name; null: there is none
   */
  public WorkloadId one(String typed, Function<String, @Nullable String> instead) {
    List<WorkloadId> within =
        known.stream().filter(id -> namespace == null || id.namespace().equals(namespace)).toList();
    // As tables print it; a namespace may be called as the kind is.
    boolean isPrinted = within.stream().anyMatch(id -> id.toString().equals(typed));
    String name = isPrinted ? typed : TypedName.withoutKind(typed, BleuWorkload.class);
    List<WorkloadId> found =
        within.stream().filter(id -> id.toString().equals(name) || id.name().equals(name)).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.size() > 1) {
      throw new BadInputException(
          ShownText.quote(typed)
              + " is in several namespaces; give one of "
              + String.join(", ", found.stream().map(WorkloadId::toString).toList()));
    }
    if (namespace != null
        && known.stream()
            .map(WorkloadId::toString)
            .anyMatch(id -> id.equals(typed) || id.equals(name))) {
      throw new BadInputException(
          typed + " and -n " + namespace + " name two namespaces; give one of them");
    }
    String advice = instead.apply(typed);
    if (advice != null) {
      throw new BadInputException(
          "there is no BleuWorkload " + ShownText.quote(typed) + "; " + advice);
    }
    String near =
        elsewhere(name)
            .or(
                () ->
                    NearestName.of(name, known.stream().map(WorkloadId::toString).toList())
                        .or(() -> NearestName.of(name, names())))
            .map(n -> "; did you mean " + n + "?")
            .orElse("");
    String kind = isKind(typed) ? ", which is the kind; write it before a slash or not at all" : "";
    throw new BadInputException(
        "there is no BleuWorkload "
            + ShownText.quote(typed)
            + (namespace == null ? "" : " in the namespace " + ShownText.quote(namespace))
            + near
            + kind
            + ((near + kind).endsWith("?") ? " `" : "; `")
            + Program.name()
            + " plan"
            + options
            + "` lists them");
  }

  /**
   * Refuses what was typed for a workload and is a path: the shell spread {@code *.yaml}, or {@code
   * -f} was left out.
   */
  public static void refusePaths(Collection<String> typed) {
    for (String name : typed) {
      if (isPath(name)) {
        throw new BadInputException(
            name
                + " is a file or directory, and a workload is expected here; give manifests with"
                + " -f, each with a -f of its own, or the directory that holds them");
      }
    }
  }

  private static boolean isKind(String typed) {
    return TypedName.withoutKind(typed + "/", BleuWorkload.class).isEmpty();
  }

  /** Whether what was typed looks like a path, and there is a file or directory of that name. */
  public static boolean isPath(String name) {
    try {
      return (name.contains("/") || name.contains(".")) && Files.exists(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * The namespace that is meant where only one can be looked into.
   *
   * @param typed as in {@link #one}
   * @param given with {@code -n}, null if it was not
   * @throws BadInputException if that cannot be said
   */
  public static String namespace(String typed, @Nullable String given, InputOptions input) {
    return given != null
        ? given
        : ClusterReader.namespace(
            input, TypedName.of(typed, null, BleuWorkload.class), BleuWorkload.class);
  }

  /** A workload of that name in another namespace than the one that was asked for. */
  private java.util.Optional<String> elsewhere(String typed) {
    return known.stream()
        .filter(id -> id.name().equals(typed) || id.toString().equals(typed))
        .map(WorkloadId::toString)
        .findFirst();
  }

  private List<String> names() {
    return known.stream().map(WorkloadId::name).toList();
  }
}
