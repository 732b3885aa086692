package cloud.bleu.delivery.ocm;

import cloud.bleu.credential.Credentials;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the agent of a managed cluster has reported of a work. The last report stays when the agent
 * is gone, and feedback is read apart from what is applied. So a report counts only if it names the
 * template, the replicas and the {@link ReplicaChange} that are asked now.
 */
final class WorkFeedback {

  static final String TEMPLATE = "template";
  static final String ASKED = "asked";
  static final String CHANGE = "change";
  static final String GENERATION = "generation";
  static final String OBSERVED = "observedGeneration";
  static final String EXIST = "replicas";
  static final String READY = "readyReplicas";
  static final String UPDATED = "updatedReplicas";
  static final String AVAILABLE = "availableReplicas";

  /** Of a namespace: its name, and the hub that its label names. */
  static final String NAME = "name";

  static final String HOME = "home";

  private static final int LONGEST = 300;

  /** In place of the words of a condition that has none. */
  private static final String NO_REASON = "no reason is given";

  private final GenericKubernetesResource work;
  private final Map<String, String> values = new HashMap<>();
  private Map<?, ?> found = Map.of();

  /** Reads the feedback on the Deployment in a work. */
  WorkFeedback(GenericKubernetesResource work) {
    this(work, "Deployment");
  }

  /**
   * @param kind of the one object of the work that feedback is asked of
   */
  WorkFeedback(GenericKubernetesResource work, String kind) {
    this.work = work;
    for (Object one : list(work.get("status", "resourceStatus", "manifests"))) {
      if (one instanceof Map<?, ?> manifest && kind.equals(at(manifest, "resourceMeta", "kind"))) {
        found = condition("Available", manifest.get("conditions"));
        for (Object value : list(at(manifest, "statusFeedback", "values"))) {
          add(value);
        }
      }
    }
  }

  private void add(@Nullable Object value) {
    if (value instanceof Map<?, ?> named
        && named.get("name") instanceof String name
        && named.get("fieldValue") instanceof Map<?, ?> field) {
      Object said = field.get("integer") == null ? field.get("string") : field.get("integer");
      if (said != null) {
        values.put(name, said.toString());
      }
    }
  }

  /** Whether the agent has reported anything of the child yet. */
  boolean isThere() {
    return values.containsKey(TEMPLATE) || values.containsKey(ASKED);
  }

  /**
   * Whether the agent found the object when it looked last. Where it did not, or could not look, it
   * leaves what it has reported before as it was.
   */
  boolean isFound() {
    return "True".equals(found.get("status"));
  }

  /** Why the agent does not find the object, in its words; null: it does, or has not looked. */
  @Nullable String notFound() {
    return found.isEmpty() || isFound()
        ? null
        : words(or(joined(": ", found.get("reason"), found.get("message")), NO_REASON));
  }

  /** What is reported under a name; null: nothing. */
  @Nullable String value(String name) {
    return values.get(name);
  }

  /** Whether what is reported is of the child as it is asked now. */
  boolean isAbout() {
    String template = ManifestWork.template(work);
    return template != null && template.equals(values.get(TEMPLATE)) && isOfReplicas();
  }

  /** Whether what is reported is of the replicas that are asked now, whatever the template. */
  boolean isOfReplicas() {
    ReplicaChange change = ReplicaChange.of(work);
    return ManifestWork.replicas(work) == count(ASKED)
        && Objects.equals(change == null ? null : change.toString(), values.get(CHANGE))
        && count(GENERATION) > 0
        && count(OBSERVED) >= count(GENERATION);
  }

  /** A number that is reported, 0 where none is: the API leaves zeros out. */
  int count(String name) {
    try {
      return Integer.parseInt(values.getOrDefault(name, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Whether the agent has applied the work as it is asked now. */
  boolean isApplied() {
    Map<?, ?> applied = condition("Applied", work.get("status", "conditions"));
    return "True".equals(applied.get("status")) && isCurrent(applied);
  }

  /**
   * Why the agent could not apply the work as it is asked now, in its words; null: it says none.
   */
  @Nullable String refusal() {
    Map<?, ?> applied = condition("Applied", work.get("status", "conditions"));
    if (!"False".equals(applied.get("status")) || !isCurrent(applied)) {
      return null;
    }
    for (Object one : list(work.get("status", "resourceStatus", "manifests"))) {
      if (one instanceof Map<?, ?> manifest) {
        Map<?, ?> of = condition("Applied", manifest.get("conditions"));
        if ("False".equals(of.get("status"))) {
          String object =
              joined(
                  " ", at(manifest, "resourceMeta", "kind"), at(manifest, "resourceMeta", "name"));
          return words(or(object, "an object") + ": " + or(why(of), NO_REASON));
        }
      }
    }
    return words(or(why(applied), "the work: " + NO_REASON));
  }

  private boolean isCurrent(Map<?, ?> condition) {
    Long generation = work.getMetadata().getGeneration();
    return condition.get("observedGeneration") instanceof Number seen
        && generation != null
        && seen.longValue() >= generation;
  }

  private static Map<?, ?> condition(String type, @Nullable Object conditions) {
    for (Object one : list(conditions)) {
      if (one instanceof Map<?, ?> condition && type.equals(condition.get("type"))) {
        return condition;
      }
    }
    return Map.of();
  }

  /** What a condition says: its sentence, or its reason where it has no sentence. */
  private static String why(Map<?, ?> condition) {
    return or(joined("", condition.get("message")), joined("", condition.get("reason")));
  }

  /** What is said of several things; an agent leaves out what it does not know. */
  private static String joined(String between, @Nullable Object... parts) {
    return Stream.of(parts)
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .filter(part -> !part.isBlank())
        .collect(Collectors.joining(between));
  }

  private static String or(String said, String otherwise) {
    return said.isEmpty() ? otherwise : said;
  }

  private static String words(String text) {
    return Credentials.hidden(text.strip().replaceAll("\\s+", " "), LONGEST, "...");
  }

  private static @Nullable Object at(Map<?, ?> tree, String one, String two) {
    return tree.get(one) instanceof Map<?, ?> inner ? inner.get(two) : null;
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
