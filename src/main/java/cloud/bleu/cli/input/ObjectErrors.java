package cloud.bleu.cli.input;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.credential.ShownText;
import cloud.bleu.evidence.assessment.LeftOutObject;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.standing.LeftOutObjects;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with objects of a cluster that anybody may have written. An answer is given all the
 * same, without what cannot be used as written: the operator decides in the same way.
 *
 * @param problems every one of every object
 */
public record ObjectErrors(List<Problem> problems) {

  private static final String WORKLOAD = "BleuWorkload";
  private static final String NAMESPACE = "Namespace";

  /** Of an input that is refused as a whole when something is wrong. */
  public static final ObjectErrors NONE = new ObjectErrors(List.of());

  public ObjectErrors {
    problems = List.copyOf(problems);
  }

  /**
   * Those of one namespace, with what is in it, and of what belongs to no namespace.
   *
   * @param namespace null: all of them
   */
  public ObjectErrors within(@Nullable String namespace) {
    return namespace == null ? this : only(p -> concerns(p.object(), Set.of(namespace)));
  }

  /**
   * Those that decide the exit code of an answer about the whole cluster: the blocking ones, as
   * nothing else is left out of it. A verb that can be asked about a namespace or about workloads
   * has {@link #stopping(String)} or {@link #stopping(Set)} for that.
   */
  public ObjectErrors stopping() {
    return only(Problem::blocking);
  }

  /**
   * As {@link #stopping()}, of an answer about what is {@link #within} a namespace.
   *
   * @param namespace that was asked about; null: all of them
   */
  public ObjectErrors stopping(@Nullable String namespace) {
    return within(namespace).stopping();
  }

  /** As {@link #stopping()}, of an answer about some workloads alone, without the others. */
  public ObjectErrors stopping(Set<WorkloadId> shown) {
    Set<String> namespaces = shown.stream().map(WorkloadId::namespace).collect(Collectors.toSet());
    return stopping()
        .only(
            p ->
                concerns(p.object(), namespaces)
                    && (!p.object().kind().equals(WORKLOAD)
                        || shown.contains(
                            ObjectRef.workload(p.object().namespace(), p.object().name()))));
  }

  private ObjectErrors only(Predicate<Problem> kept) {
    return new ObjectErrors(problems.stream().filter(kept).toList());
  }

  private static boolean concerns(ObjectRef object, Set<String> namespaces) {
    String namespace = namespace(object);
    return namespace == null || namespaces.contains(namespace);
  }

  /** The namespace that an object is in, or is; null of what belongs to none. */
  private static @Nullable String namespace(ObjectRef object) {
    return object.kind().equals(NAMESPACE) ? object.name() : object.namespace();
  }

  /** All of them for programs, below the key {@code errors}. */
  public Map<String, Object> tree() {
    return tree(false);
  }

  /**
   * As {@link #tree()}, for a document that may be redacted.
   *
   * @param redacted whether messages, and names of what is in a namespace, are empty
   */
  public Map<String, Object> tree(boolean redacted) {
    return Map.of("errors", problems.stream().map(p -> tree(p, redacted)).toList());
  }

  private static Map<String, Object> tree(Problem problem, boolean redacted) {
    ObjectRef object = problem.object();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", object.kind());
    if (object.namespace() != null) {
      tree.put("namespace", redacted ? "" : object.namespace());
    }
    tree.put("name", redacted && namespace(object) != null ? "" : object.name());
    tree.put("blocking", problem.blocking());
    tree.put("path", problem.path());
    tree.put("message", redacted ? "" : problem.text());
    return tree;
  }

  /** Those that leave an object out, for a report that says so itself. */
  public List<LeftOutObject> leftOut() {
    return LeftOutObjects.of(problems);
  }

  /** Prints each error with what to do, then how many objects have any. Nothing if none has. */
  public void report(PrintWriter err) {
    if (problems.isEmpty()) {
      return;
    }
    problems.forEach(p -> err.println(line(p)));
    int objects = objects(problems).size();
    err.println(
        (objects == 1 ? "1 object of this cluster is" : objects + " objects of this cluster are")
            + " in error; what cannot be used as written is left out of the answer");
  }

  /**
   * The exit code of an answer.
   *
   * @param answer the code of the answer itself
   */
  public int code(int answer) {
    return problems.isEmpty() ? answer : ExitCode.LEFT_OUT;
  }

  /**
   * Refuses if the answer about a workload depends on an object that cannot be used as written: the
   * workload, its namespace, or a policy that holds for it.
   *
   * @param translation of the same objects
   * @throws BadInputException with every error of these objects
   */
  public void refuseFor(Collection<WorkloadId> workloads, Translation translation) {
    Set<ObjectRef> asked = new TreeSet<>();
    for (WorkloadId id : workloads) {
      asked.add(new ObjectRef(WORKLOAD, id.namespace(), id.name()));
      asked.add(new ObjectRef(NAMESPACE, null, id.namespace()));
      translation
          .governedBy()
          .getOrDefault(id, List.of())
          .forEach(policy -> asked.add(new ObjectRef("SovereigntyPolicy", null, policy)));
    }
    List<Problem> wrong =
        problems.stream().filter(p -> p.blocking() && asked.contains(p.object())).toList();
    if (wrong.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>(wrong.stream().map(ObjectErrors::line).toList());
    lines.add(
        "the answer about "
            + String.join(", ", workloads.stream().map(WorkloadId::toString).sorted().toList())
            + " depends on "
            + String.join(", ", objects(wrong).stream().map(ObjectRef::toString).toList())
            + "; correct what is in error, then ask again");
    throw new BadInputException(lines);
  }

  private static Set<ObjectRef> objects(List<Problem> problems) {
    Set<ObjectRef> objects = new TreeSet<>();
    problems.forEach(p -> objects.add(p.object()));
    return objects;
  }

  private static String line(Problem problem) {
    return ShownText.visible(problem.withObject());
  }
}
