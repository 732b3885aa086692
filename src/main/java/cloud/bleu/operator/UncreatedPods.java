package cloud.bleu.operator;

import cloud.bleu.delivery.Labels;
import cloud.bleu.delivery.PodAssignments;
import cloud.bleu.status.PodFaults;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why StatefulSets create no pods. Their status has no condition for it, as that of a Deployment
 * has; only an Event says it. A StatefulSet is asked about once it has stood still for a while with
 * fewer pods than it should have, and then seldom.
 */
final class UncreatedPods {

  private static final Logger LOG = LoggerFactory.getLogger(UncreatedPods.class);

  /** How long it stands still before it is asked about, and between two questions. */
  private static final Duration STILL = Duration.ofSeconds(20);

  /** Events of one StatefulSet with one reason: one for each text. */
  private static final long MOST = 20;

  private static final int REMEMBERED = 1_000;

  private final KubernetesClient client;

  /** By uid; one that is forgotten is asked about a little later. */
  private final Map<String, Known> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
              return size() > REMEMBERED;
            }
          });

  /**
   * @param since when it was first seen to stand still
   * @param asked when its Events were asked for last
   * @param words of the newest, null when there is none
   */
  private record Known(Instant since, @Nullable Instant asked, @Nullable String words) {}

  UncreatedPods(KubernetesClient client) {
    this.client = client;
  }

  /** The faults, with those of StatefulSets that stand still without all of their pods. */
  PodFaults of(
      PodFaults faults, List<? extends HasMetadata> children, List<Pod> pods, Instant now) {
    PodFaults all = faults;
    for (HasMetadata child : children) {
      if (child instanceof StatefulSet set) {
        all = of(all, set, pods, now);
      }
    }
    return all;
  }

  private PodFaults of(PodFaults faults, StatefulSet set, List<Pod> pods, Instant now) {
    String uid = set.getMetadata().getUid();
    if (!standsStill(set, pods)) {
      known.remove(uid);
      return faults;
    }
    Known before = known.computeIfAbsent(uid, u -> new Known(now, null, null));
    if (before.since().plus(STILL).isAfter(now)) {
      return faults.until(before.since().plus(STILL));
    }
    Known after = before;
    Instant asked = before.asked();
    if (asked == null || !asked.plus(STILL).isAfter(now)) {
      after = new Known(before.since(), now, words(set));
      known.put(uid, after);
      asked = now;
    }
    return faults.uncreated(set, after.words()).until(asked.plus(STILL));
  }

  /**
   * Whether its controller has seen it as it is, and creates nothing: it waits for each pod to be
   * ready before it creates the next one.
   */
  private static boolean standsStill(StatefulSet set, List<Pod> pods) {
    if (set.getSpec() == null || set.getStatus() == null) {
      return false;
    }
    int asked = Objects.requireNonNullElse(set.getSpec().getReplicas(), 1);
    int exist = Objects.requireNonNullElse(set.getStatus().getReplicas(), 0);
    long seen = Objects.requireNonNullElse(set.getStatus().getObservedGeneration(), 0L);
    String zone = set.getMetadata().getLabels().getOrDefault(Labels.ZONE, "");
    return exist < asked
        && seen >= Objects.requireNonNullElse(set.getMetadata().getGeneration(), 0L)
        && pods.stream()
            .filter(p -> PodAssignments.stands(p) && zone.equals(PodAssignments.zone(p)))
            .allMatch(Observations::ready);
  }

  private @Nullable String words(StatefulSet set) {
    try {
      return client
          .events()
          .v1()
          .events()
          .inNamespace(set.getMetadata().getNamespace())
          .withField("regarding.uid", set.getMetadata().getUid())
          .withField("reason", "FailedCreate")
          .list(new ListOptionsBuilder().withLimit(MOST).build())
          .getItems()
          .stream()
          .filter(e -> e.getNote() != null)
          .max(Comparator.comparing(UncreatedPods::last).thenComparing(Event::getNote))
          .map(Event::getNote)
          .orElse(null);
    } catch (KubernetesClientException e) {
      LOG.debug("StatefulSet {}: no events: {}", Names.text(set), Faults.line(e));
      return null;
    }
  }

  private static String last(Event event) {
    return Objects.toString(event.getDeprecatedLastTimestamp(), "");
  }
}
