package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.OrdinalBlock;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.decision.FormerVolumes;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which decisions are withdrawn. What a plan makes new is in the tests of the ledger. */
class PassProposalsTest {

  private static final WorkloadId WEB = new WorkloadId("shop", "web");

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the workload is there,               u,       true,  ''",
    "it is gone,                          ,        true,  Withdrawn",
    "another one has its name,            another, true,  Withdrawn",
    "its record may not be deleted,       ,        false, ''",
    "nor where another one has its name,  another, false, ''",
  })
  void decisionIsWithdrawnOnceItsWorkloadIsGone(
      String what, @Nullable String there, boolean withdraws, String cause) {
    assertEquals(
        cause,
        PassProposals.withdrawals(
                Map.of(WEB, decision("web")),
                there == null ? Map.of() : Map.of(WEB, workload(there)),
                id -> withdraws)
            .stream()
            .map(change -> change.cause())
            .collect(Collectors.joining(" ")));
  }

  /** They are numbered in this order in the ledger, whichever process writes them. */
  @Test
  void decisionsAreWithdrawnInTheOrderOfTheNames() {
    List<WorkloadId> names =
        Stream.of("a", "b", "c", "d", "e", "f", "g", "h")
            .map(name -> new WorkloadId("shop", name))
            .toList();
    Map<WorkloadId, DecisionInForce> all =
        names.stream().collect(Collectors.toUnmodifiableMap(n -> n, n -> decision(n.name())));
    assertEquals(
        names,
        PassProposals.withdrawals(all, Map.of(), id -> true).stream()
            .map(ProposedDecision::id)
            .toList());
  }

  /** Where nobody waits for data, blocks are kept, and nothing is said of volumes. */
  @ParameterizedTest(name = "volumes {0}, replicated {1}: {2}")
  @CsvSource({"true, false, {fr-d=1}", "true, true, {}", "false, false, {}"})
  void volumesAreRecordedOfWhatIsBoundToThem(boolean volumes, boolean replicated, String recorded) {
    WorkloadBuilder web = Estates.workload("web");
    web = volumes ? web.dataBound() : web;
    web = replicated ? web.replication(null, null) : web;
    OrdinalBlock left = new OrdinalBlock("fr-d", 100_000, 1);
    ProposedDecision change =
        new ProposedDecision(
            WEB, "u", "d", null, "c", List.of(), List.of(), 0, false, 0, List.of(left));
    Workload asked = Estates.estate().workload(web).build().workloads().get(0);
    ProposedDecision then = PassProposals.recorded(change, asked);
    assertEquals(recorded, FormerVolumes.of(then.formerOrdinals()).toString());
    assertEquals("fr-d", then.formerOrdinals().get(0).zone());
    assertEquals(100_000, then.formerOrdinals().get(0).ordinalsStart());
  }

  private static DecisionInForce decision(String workload) {
    return new DecisionInForce(
        "u",
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef(workload, "u"),
            List.of(new Assignment("a", 1, null, null)),
            List.of(),
            new WorkloadPlacementSpec.Decision(1L, "sha256:0")),
        true,
        new RecentMoves(List.of()),
        null);
  }

  private static BleuWorkload workload(String uid) {
    BleuWorkload workload = new BleuWorkload();
    workload.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(WEB.namespace())
            .withName(WEB.name())
            .withUid(uid)
            .build());
    return workload;
  }
}
