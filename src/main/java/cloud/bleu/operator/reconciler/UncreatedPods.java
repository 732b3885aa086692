package cloud.bleu.operator.reconciler;

import cloud.bleu.collection.BoundedMap;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.operator.log.Faults;
import cloud.bleu.status.fault.PodFaults;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why StatefulSets create no pods. Unlike a Deployment they have no condition for that; only an
 * Event says it. Events are read for a StatefulSet once it has had fewer pods than it should have
 * for a while, without a change: for all of a namespace together, and seldom.
 */
public final class UncreatedPods {

  private static final Logger LOG = LoggerFactory.getLogger(UncreatedPods.class);

  /** How long it stands still before it is asked about, and between two questions. */
  private static final Duration STILL = Duration.ofSeconds(20);

  /** Events of one answer; further ones are asked for. */
  private static final long PAGE = 500;

  private static final int REMEMBERED = 1_000;

  private static final Comparator<Event> NEWER =
      Comparator.comparing((Event e) -> Objects.toString(e.getDeprecatedLastTimestamp(), ""))
          .thenComparing(Event::getNote);

  private final KubernetesClient client;

  /**
   * Since when a StatefulSet has not changed, by uid; one that is forgotten is reported a little
   * later.
   */
  private final Map<String, Instant> since =
      Collections.synchronizedMap(BoundedMap.byAccess(REMEMBERED));

  /** What was answered last, by namespace; only as long as it is used. */
  private final ConcurrentMap<String, Answer> answers = new ConcurrentHashMap<>();

  /** Namespaces of which somebody asks just now. */
  private final Set<String> asking = ConcurrentHashMap.newKeySet();

  /**
   * The Events of a namespace.
   *
   * @param asked when
   * @param newest by uid of the StatefulSet that it is about
   */
  private record Answer(Instant asked, Map<String, Event> newest) {

    Instant until() {
      return asked.plus(STILL);
    }

    boolean isFresh(Instant now) {
      return until().isAfter(now);
    }

    @Nullable String words(String uid) {
      Event event = newest.get(uid);
      return event == null ? null : event.getNote();
    }
  }

  /**
   * @param client lists Events of the cluster that the StatefulSets are in
   */
  public UncreatedPods(KubernetesClient client) {
    this.client = client;
  }

  /** The faults, with those of StatefulSets that lack pods and do not change. */
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
      since.remove(uid);
      return faults;
    }
    Instant due = since.computeIfAbsent(uid, u -> now).plus(STILL);
    if (due.isAfter(now)) {
      return faults.until(due);
    }
    Answer answer = answer(set.getMetadata().getNamespace(), now);
    if (answer == null) {
      return faults.until(now.plus(STILL));
    }
    Instant until = answer.isFresh(now) ? answer.until() : now.plus(STILL);
    return faults.uncreated(set, answer.words(uid)).until(until);
  }

  /**
   * One question serves all StatefulSets of a namespace for a while. It may take long: until it is
   * answered, callers get the answer before it; null: there is none.
   */
  private @Nullable Answer answer(String namespace, Instant now) {
    Answer known = answers.get(namespace);
    if (known != null && known.isFresh(now) || !asking.add(namespace)) {
      return known;
    }
    try {
      answers.entrySet().removeIf(e -> !e.getValue().isFresh(now) && !asking.contains(e.getKey()));
      Answer answer = new Answer(now, newest(namespace));
      answers.put(namespace, answer);
      return answer;
    } finally {
      asking.remove(namespace);
    }
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

  /** Events come in the order of their names, so the newest may be the last one of many. */
  private Map<String, Event> newest(String namespace) {
    Map<String, Event> newest = new HashMap<>();
    String next = null;
    try {
      do {
        EventList page =
            client
                .events()
                .v1()
                .events()
                .inNamespace(namespace)
                .withField("reason", "FailedCreate")
                .withField("regarding.kind", "StatefulSet")
                .list(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
        for (Event event : page.getItems()) {
          if (event.getNote() != null && event.getRegarding() != null) {
            newest.merge(
                String.valueOf(event.getRegarding().getUid()), event, BinaryOperator.maxBy(NEWER));
          }
        }
        next = page.getMetadata() == null ? null : page.getMetadata().getContinue();
      } while (next != null && !next.isEmpty());
    } catch (KubernetesClientException e) {
      LOG.debug("StatefulSets of {}: no events: {}", namespace, Faults.line(e));
    }
    return newest;
  }
}
