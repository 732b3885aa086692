package cloud.bleu.delivery.ocm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.StatedClock;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneObservation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the agent of the managed cluster {@code c} says of a work with three replicas. */
class WorkReportsTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00.750Z");
  private static final Instant LOST = Instant.parse("2026-11-30T11:00:00Z");
  private static final BleuWorkload WEB =
      Serialization.unmarshal(
          "---\n{kind: BleuWorkload, metadata: {name: web, namespace: shop}}", BleuWorkload.class);

  private final StatedClock clock = new StatedClock(NOON);
  private final List<String> asked = new ArrayList<>();
  private final WorkReports reports =
      new WorkReports(
          (namespace, name) -> {
            asked.add(namespace + "/" + name);
            return WEB;
          },
          clock);

  /**
   * The work, as the words say: {@code told}, of what is asked now, with as many replicas of each
   * kind as the numbers; {@code old}: of another template; {@code fewer}: of other replicas; {@code
   * unseen}: the controller there has not looked yet; {@code lost}: the agent does not find it.
   */
  private static GenericKubernetesResource work(String words) {
    List<String> said = List.of(words.split(" "));
    boolean told = !words.isEmpty() && !words.startsWith("refused");
    String[] counts = words.replaceAll("[^0-9 ]", "").trim().split(" +");
    StringBuilder values = new StringBuilder();
    if (told) {
      value(values, "template", "string: '" + (said.contains("old") ? "t0" : "t1") + "'");
      value(values, "asked", "integer: " + (said.contains("fewer") ? 2 : 3));
      value(values, "generation", "integer: 4");
      value(values, "observedGeneration", "integer: " + (said.contains("unseen") ? 3 : 4));
      String[] names = {"replicas", "readyReplicas", "updatedReplicas", "availableReplicas"};
      for (int i = 0; i < names.length && counts.length == names.length; i++) {
        value(values, names[i], "integer: " + counts[i]);
      }
    }
    String found =
        said.contains("lost")
            ? "{type: Available, status: 'False', reason: NotAvailable}"
            : "{type: Available, status: 'True'}";
    GenericKubernetesResource work =
        Serialization.unmarshal(
            """
            apiVersion: work.open-cluster-management.io/v1
            kind: ManifestWork
            metadata: {name: work-1, namespace: c, generation: 3}
            spec: {workload: {manifests: [{kind: Deployment, spec: {replicas: 3}}]}}
            status:
              conditions: [%s]
              resourceStatus:
                manifests:
                - resourceMeta: {kind: Deployment, name: web}
                  conditions: [%s]
                  statusFeedback: {values: [%s]}
            """
                .formatted(
                    said.contains("refused")
                        ? "{type: Applied, status: 'False', observedGeneration: 3, message: quota}"
                        : "{type: Applied, status: 'True', observedGeneration: 3}",
                    found,
                    values),
            GenericKubernetesResource.class);
    work.getMetadata().setAnnotations(Map.of(Labels.TEMPLATE, "t1"));
    work.getMetadata().setLabels(Map.of(Labels.ZONE, "zone-1", Labels.WORKLOAD, "web"));
    if (said.contains("ending")) {
      work.getMetadata().setDeletionTimestamp("2026-11-30T12:00:00Z");
    }
    return work;
  }

  private static void value(StringBuilder values, String name, String field) {
    values.append(values.isEmpty() ? "" : ", ");
    values.append("{name: ").append(name).append(", fieldValue: {").append(field).append("}}");
  }

  private static GenericKubernetesResource written(String words, String manager, String time) {
    GenericKubernetesResource work = work(words);
    ManagedFieldsEntry entry = new ManagedFieldsEntry();
    entry.setManager(manager.equals("own") ? Labels.MANAGER : manager);
    entry.setTime(time);
    work.getMetadata().setManagedFields(List.of(entry));
    return work;
  }

  private TargetObservation.@Nullable Unseen unseen(GenericKubernetesResource work) {
    return unseen(Reach.State.REACHED, work);
  }

  private TargetObservation.@Nullable Unseen unseen(
      Reach.State state, GenericKubernetesResource work) {
    return reports.unseen(
        "c", new Reach(state, LOST, "Away", "it does not answer"), "zone-1", work);
  }

  /** While it rolls out it is known since when: a report of it that changed is progress. */
  @ParameterizedTest
  @CsvSource({
    "told 4 3 1 3, own,   2026-11-30T11:00:00Z",
    "told,         own,   2026-11-30T11:00:00Z",
    "old 3 3 3 3,  own,   2026-11-30T11:00:00Z",
    "told 4 3 1 3, other, ",
    "told 3 3 3 2, own,   ",
    "told 3 3 3 3, own,   ",
  })
  void whenARolloutProgressedLast(String words, String manager, @Nullable Instant progressed) {
    assertEquals(
        progressed,
        WorkReports.observation(WEB, written(words, manager, "2026-11-30T11:00:00Z")).progressed());
  }

  @ParameterizedTest
  @CsvSource({
    // what is told: exist, ready, updated, available; of these exist, ready, available; settled
    "told 3 3 3 3, 3 3 3, true",
    "told 3 3 3 2, 3 3 2, false",
    "told 3 3 2 3, 3 3 3, false",
    "told 4 4 3 4, 4 3 3, false",
    "told 4 4 4 4, 4 3 3, true",
    "told 2 2 2 2, 2 2 2, false",
    "told, 0 0 0, false",
    "'', 0 0 0, false",
    // numbers of something else settle nothing
    "old 3 3 3 3, 3 3 3, false",
    "fewer 3 3 3 3, 3 3 3, false",
    "unseen 3 3 3 3, 3 3 3, false",
  })
  void whatAClusterHolds(String words, String counts, boolean settled) {
    ZoneObservation one = WorkReports.observation(WEB, work(words));
    assertEquals(counts, one.exist() + " " + one.ready() + " " + one.available());
    assertEquals(settled, one.settled());
    assertEquals("zone-1", one.zone());
    assertEquals(3, one.replicas());
    assertEquals("t1", one.template());
    assertEquals(false, one.overdue());
    assertNull(one.progressed(), "nobody noted when");
    assertTrue(one.surplus(), "it has not the name of the work of that zone");
    GenericKubernetesResource named = work(words);
    named.getMetadata().setName(ManifestWork.name(WEB, "zone-1"));
    assertEquals(false, WorkReports.observation(WEB, named).surplus());
  }

  @ParameterizedTest
  @CsvSource({
    // what is told; why it does not count
    "'', ''",
    "told 3 3 3 3, ''",
    "told 0 0 0 0, ''",
    "old 3 3 3 3, WorkStatusBehind",
    "fewer 3 3 3 3, WorkStatusBehind",
    "unseen 3 3 3 3, WorkStatusBehind",
    "lost told 3 3 3 3, WorkObjectNotSeen",
    "lost told 3 3 3 3 ending, Removing",
    "told 3 3 3 3 ending, ''",
    "refused, DeliveryRefused",
    // what is refused is refused, whatever else is told
    "told 3 3 3 3 refused, DeliveryRefused",
    "lost old refused, DeliveryRefused",
    "lost old, WorkObjectNotSeen",
  })
  void whyItDoesNotCount(String words, String code) {
    TargetObservation.Unseen unseen = unseen(work(words));
    assertEquals(code, unseen == null ? "" : unseen.problem().code());
    assertEquals(!code.isEmpty(), reports.isBehind("c", "work-1"));
    assertEquals(false, reports.isBehind("c", "work-2"));
    assertEquals(false, reports.isBehind("d", "work-1"));
  }

  /** For half a minute after this operator wrote it an agent may take to tell of it. */
  @ParameterizedTest
  @CsvSource({
    // what is told, who wrote it, when; whether it counts
    "old 3 3 3 3, own, 2026-11-30T12:00:00Z, true",
    "old 3 3 3 3, own, 2026-11-30T11:59:31Z, true",
    "old 3 3 3 3, own, 2026-11-30T11:59:30Z, false",
    "old 3 3 3 3, agent, 2026-11-30T12:00:00Z, false",
    "old 3 3 3 3, own, yesterday, false",
    "old 3 3 3 3, own, , false",
    "refused, own, 2026-11-30T12:00:00Z, false",
    "lost told 3 3 3 3, own, 2026-11-30T12:00:00Z, false",
  })
  void patience(String words, String manager, @Nullable String time, boolean counts) {
    assertEquals(counts, unseen(written(words, manager, time)) == null);
    assertTrue(reports.isBehind("c", "work-1"), "time alone changes it");
  }

  /** A clock of the hub that is ahead does not prolong it: a time to come counts as now. */
  @Test
  void patienceWithAWriteToCome() {
    GenericKubernetesResource work = written("old 3 3 3 3", "own", "2026-11-30T12:10:00Z");
    assertNull(unseen(work));
    clock.pass(Duration.ofSeconds(29));
    assertNull(unseen(work));
    clock.pass(Duration.ofSeconds(1));
    assertEquals("WorkStatusBehind", unseen(work).problem().code());
  }

  /** The last write counts, in whichever order they are told. */
  @Test
  void theLastOfSeveralWrites() {
    String late = "2026-11-30T12:00:00Z";
    String early = "2026-11-30T11:00:00Z";
    for (List<String> times : List.of(List.of(early, late), List.of(late, early))) {
      GenericKubernetesResource work = work("old 3 3 3 3");
      List<ManagedFieldsEntry> entries = new ArrayList<>();
      times.forEach(
          time -> entries.addAll(written("old", "own", time).getMetadata().getManagedFields()));
      work.getMetadata().setManagedFields(entries);
      assertNull(unseen(work), times.toString());
    }
  }

  /**
   * Since when it does not count is remembered until it does, the cluster is away, or it is gone.
   */
  @Test
  void sinceWhen() {
    Instant first = Instant.parse("2026-11-30T12:00:00Z");
    assertNull(unseen(written("old 3 3 3 3", "own", "2026-11-30T12:00:00Z")));
    clock.pass(Duration.ofMinutes(5));
    assertEquals(first, unseen(work("old 3 3 3 3")).since(), "not only once patience ends");
    assertEquals(first, unseen(work("refused")).since());
    assertNull(unseen(work("told 3 3 3 3")));
    assertEquals(false, reports.isBehind("c", "work-1"));
    assertEquals(first.plus(Duration.ofMinutes(5)), unseen(work("refused")).since());

    assertEquals(LOST, unseen(Reach.State.UNREACHED, work("refused")).since());
    assertEquals(false, reports.isBehind("c", "work-1"));
    clock.pass(Duration.ofMinutes(1));
    assertEquals(first.plus(Duration.ofMinutes(6)), unseen(work("refused")).since());
    reports.forget("c", "work-2");
    reports.forget("c", "work-1");
    clock.pass(Duration.ofMinutes(1));
    assertEquals(first.plus(Duration.ofMinutes(7)), unseen(work("refused")).since());
  }

  @ParameterizedTest
  @CsvSource({"UNREACHED", "ASKING"})
  void whoIsAwaySaysNothing(Reach.State state) {
    for (String words : List.of("told 3 3 3 3", "refused", "old")) {
      TargetObservation.Unseen unseen = unseen(state, work(words));
      assertEquals("TargetUnreachable", unseen.problem().code());
      assertEquals(LOST, unseen.since());
    }
  }

  /** By its labels, both of them. */
  @ParameterizedTest
  @CsvSource({"true, true, shop/web", "true, false, ''", "false, true, ''", "false, false, ''"})
  void whoseItIs(boolean namespace, boolean name, String of) {
    GenericKubernetesResource work = work("");
    Map<String, String> labels = new HashMap<>();
    if (namespace) {
      labels.put(ManifestWork.NAMESPACE, "shop");
    }
    if (name) {
      labels.put(Labels.WORKLOAD, "web");
    }
    work.getMetadata().setLabels(labels.isEmpty() ? null : labels);
    assertEquals(of.isEmpty() ? null : WEB, reports.workload(work));
    assertEquals(of, String.join(" ", asked));
  }
}
