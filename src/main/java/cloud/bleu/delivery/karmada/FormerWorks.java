package cloud.bleu.delivery.karmada;

import cloud.bleu.apiserver.Refusal;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The Works of bindings in clusters without an entry: Karmada keeps a Work until it has removed
 * what the cluster had of it. They are listed when a binding changes, and again while some are
 * there.
 */
final class FormerWorks {

  private static final ResourceDefinitionContext WORK =
      new ResourceDefinitionContext.Builder()
          .withGroup("work.karmada.io")
          .withVersion("v1alpha1")
          .withKind("Work")
          .withPlural("works")
          .withNamespaced(true)
          .build();

  private static final String BINDING = "resourcebinding.karmada.io/";

  /** By which Karmada finds the Works of a binding. */
  static final String ID = BINDING + "permanent-id";

  /** Karmada keeps the Works of a cluster in a namespace of their own. */
  static final String WORKS_OF = "karmada-es-";

  private final KubernetesClient client;
  private final Clock clock;

  /** By workload. */
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /**
   * What is left in a cluster.
   *
   * @param replicas that existed when Karmada reported that last
   * @param ready of them
   * @param failure in its words; null: it tells of none
   */
  record Left(int replicas, int ready, @Nullable String failure) {}

  /**
   * What came of asking once.
   *
   * @param about what was asked: of anything else nothing is said
   * @param left by cluster
   * @param why it is not known; null where it is
   */
  record Answer(String about, Instant at, Map<String, Left> left, @Nullable String why) {
    Answer {
      left = Map.copyOf(left);
    }
  }

  FormerWorks(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * What is left of a binding. Each workload is looked at often, and a list takes a while: one
   * serves for some time.
   *
   * @param key of the workload
   * @param about what an answer depends on
   * @param holds how long an answer serves that may change without a sign
   */
  Answer of(String key, ResourceBinding binding, String about, Duration holds) {
    Answer known = answers.get(key);
    if (known != null && known.about().equals(about) && isFresh(known, holds)) {
      return known;
    }
    Answer next = asked(binding, about);
    answers.put(key, next);
    return next;
  }

  /**
   * Whether an answer still holds: where there is no Work, none comes before the binding changes.
   */
  private boolean isFresh(Answer known, Duration holds) {
    return (known.why() == null && known.left().isEmpty())
        || Duration.between(known.at(), clock.instant()).abs().compareTo(holds) < 0;
  }

  /** Forgets a workload. */
  void forget(String key) {
    answers.remove(key);
  }

  private Answer asked(ResourceBinding binding, String about) {
    Map<String, Left> left = new HashMap<>();
    String why = null;
    try {
      for (GenericKubernetesResource work : works(binding)) {
        String namespace = work.getMetadata().getNamespace();
        if (namespace.startsWith(WORKS_OF) && isOf(work, binding)) {
          left.put(namespace.substring(WORKS_OF.length()), left(work));
        }
      }
      left.keySet().removeAll(binding.clusters().keySet());
    } catch (KubernetesClientException e) {
      // What is not known of Works holds up no other cluster.
      why = "Works of " + binding.name() + ": " + why(e);
    }
    return new Answer(about, clock.instant(), left, why);
  }

  private List<GenericKubernetesResource> works(ResourceBinding binding) {
    return client
        .genericKubernetesResources(WORK)
        .inAnyNamespace()
        .withLabel(ID, binding.id())
        .list()
        .getItems();
  }

  /**
   * Whether a work is of a binding. The id alone does not say it: where the webhook of Karmada does
   * not run, several bindings have one id.
   */
  private static boolean isOf(GenericKubernetesResource work, ResourceBinding binding) {
    Map<String, String> of = work.getMetadata().getAnnotations();
    return of != null
        && binding.namespace().equals(of.get(BINDING + "namespace"))
        && binding.name().equals(of.get(BINDING + "name"));
  }

  private static Left left(GenericKubernetesResource work) {
    return new Left(most(work, "replicas"), most(work, "readyReplicas"), failure(work));
  }

  /** The Work of a Deployment has that alone. */
  private static int most(GenericKubernetesResource work, String count) {
    int most = 0;
    for (Object one : list(work.get("status", "manifestStatuses"))) {
      if (one instanceof Map<?, ?> manifest
          && manifest.get("status") instanceof Map<?, ?> status
          && status.get(count) instanceof Number number) {
        most = Math.max(most, number.intValue());
      }
    }
    return most;
  }

  private static @Nullable String failure(GenericKubernetesResource work) {
    for (Object one : list(work.get("status", "conditions"))) {
      if (one instanceof Map<?, ?> condition
          && "Applied".equals(condition.get("type"))
          && !"True".equals(condition.get("status"))) {
        return Objects.requireNonNullElse(condition.get("message"), "it gives no reason")
            .toString();
      }
    }
    return null;
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static String why(KubernetesClientException e) {
    Refusal refusal = Refusal.of(e);
    if (refusal != null) {
      return refusal.sentence() + "; set karmada.enabled of the chart";
    }
    return Refusal.words(e)
        + "; they are asked for again by themselves, else see the API server of Karmada";
  }
}
