package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Nothing is decided for a workload before what governs it has been read. */
class NewWorkloadsTest {

  private final Map<WorkloadId, DecisionInForce> inForce = new HashMap<>();
  private final List<String> there = new ArrayList<>();
  private @Nullable String lag;

  /** Whether the caches have got what was missing in answers until now. */
  private boolean caught;

  private int asked;
  private long nanos;
  private long took;

  private final NewWorkloads arrivals =
      new NewWorkloads(
          inForce::get,
          namespaces -> {
            asked++;
            nanos += took;
            assertEquals(Set.of("shop"), namespaces);
            String said = lag;
            return () -> caught ? null : said;
          },
          () -> nanos);

  @Test
  void whoArrivesWaitsUntilTheCachesHaveEverything() {
    decided("a");
    there.addAll(List.of("a", "b"));
    lag = "SovereigntyPolicy health";
    assertEquals("a", pass());
    assertEquals(true, arrivals.areWaiting());
    assertEquals("a", pass());
    assertEquals(1, asked, "it is not asked at once again");
    nanos += NewWorkloads.PAUSE.toNanos();
    assertEquals("a", pass());
    lag = null;
    nanos += NewWorkloads.PAUSE.toNanos();
    assertEquals("a b", pass());
    assertEquals(false, arrivals.areWaiting());
    assertEquals(3, asked);
  }

  /** Also one that no decision can be taken for now: the server is asked once for each. */
  @Test
  void whereNobodyArrivesNobodyIsAsked() {
    decided("a");
    there.add("a");
    assertEquals("a", pass());
    assertEquals(0, asked);
    there.add("b");
    assertEquals("a b", pass());
    lag = "CloudProvider acme";
    assertEquals("a b", pass());
    assertEquals(1, asked);
  }

  /** A cache may never catch up, and the server may not say. */
  @Test
  void nobodyWaitsForEver() {
    there.add("a");
    lag = "Namespace shop";
    assertEquals("", pass());
    nanos += Duration.ofSeconds(20).toNanos();
    there.add("b");
    assertEquals("", pass());
    nanos += Duration.ofSeconds(10).toNanos();
    assertEquals("a", pass());
    nanos += Duration.ofSeconds(20).toNanos();
    assertEquals("a b", pass());
    assertEquals(false, arrivals.areWaiting());
  }

  /** The loop stands while the server does not answer, so it is asked less often then. */
  @Test
  void serverThatIsSlowIsAskedLater() {
    there.add("a");
    lag = "the API server does not say what there is";
    took = Duration.ofSeconds(5).toNanos();
    assertEquals("", pass());
    nanos += Duration.ofSeconds(9).toNanos();
    assertEquals("", pass());
    assertEquals(1, asked);
    nanos += Duration.ofSeconds(1).toNanos();
    assertEquals("", pass());
    assertEquals(2, asked);
    nanos += Duration.ofSeconds(15).toNanos();
    assertEquals("a", pass(), "the time that the server took counts");
  }

  /**
   * A cache that is a moment behind is no reason to ask again: until a slow server would be, three
   * times as long as it took would go by.
   */
  @Test
  void whatTheCachesGetByThemselvesIsNotWaitedFor() {
    there.add("a");
    lag = "AvailabilityZone fr-a";
    took = Duration.ofMillis(3400).toNanos();
    assertEquals("", pass());
    there.add("b");
    assertEquals("", pass(), "nobody has asked for it yet");
    assertEquals(1, asked);
    caught = true;
    assertEquals("a b", pass());
    assertEquals(2, asked, "for the second one alone");
    assertEquals(false, arrivals.areWaiting());
  }

  /** The answer is about those alone that were there when it was asked for. */
  @Test
  void whoArrivesAfterTheAnswerWaitsForAnotherOne() {
    there.add("a");
    lag = "AvailabilityZone fr-a";
    assertEquals("", pass());
    there.add("b");
    NewWorkloads slow =
        new NewWorkloads(
            inForce::get,
            namespaces -> {
              asked++;
              int number = asked;
              return () -> number == 2 || number == 3 && !caught ? "SovereigntyPolicy late" : null;
            },
            () -> nanos);
    there.remove("b");
    assertEquals("", names(slow.of(this::objects)));
    nanos += NewWorkloads.PAUSE.toNanos();
    there.add("b");
    assertEquals("", names(slow.of(this::objects)), "both are asked for");
    assertEquals(3, asked);
    caught = true;
    assertEquals("a b", names(slow.of(this::objects)));
    assertEquals(3, asked);
  }

  /** One of the same name is another one. */
  @Test
  void whatIsCreatedAgainHasArrived() {
    decided("a");
    there.add("a");
    inForce.replaceAll((id, one) -> inForce(id, "of another"));
    lag = "AvailabilityZone fr-a";
    assertEquals("", pass());
  }

  /** What comes while the server is asked was not asked for. */
  @Test
  void whoArrivesMeanwhileIsForTheNextPass() {
    there.add("a");
    NewWorkloads late =
        new NewWorkloads(
            inForce::get,
            namespaces -> {
              there.add("b");
              return () -> null;
            },
            () -> nanos);
    assertEquals("a", names(late.of(this::objects)));
  }

  private void decided(String name) {
    WorkloadId id = new WorkloadId("shop", name);
    inForce.put(id, inForce(id, name));
  }

  private static DecisionInForce inForce(WorkloadId id, String uid) {
    return new DecisionInForce(
        uid,
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef(id.name(), uid), List.of(), List.of(), null),
        true,
        new RecentMoves(List.of()),
        null);
  }

  private String pass() {
    return names(arrivals.of(this::objects));
  }

  private static String names(ApiObjects objects) {
    return String.join(
        " ", objects.workloads().stream().map(w -> w.getMetadata().getName()).toList());
  }

  private ApiObjects objects() {
    List<BleuWorkload> workloads = new ArrayList<>();
    for (String name : there) {
      BleuWorkload workload = new BleuWorkload();
      workload.setMetadata(
          new ObjectMetaBuilder().withNamespace("shop").withName(name).withUid(name).build());
      workloads.add(workload);
    }
    return ApiObjects.NONE.with(BleuWorkload.class, workloads);
  }
}
