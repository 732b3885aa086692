package cloud.bleu.operator.pass.plan;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.WorkloadId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans of a pass in which much is withheld: they are few, and who can make room does. */
class PassPlannerTest {

  private static final WorkloadId HIGH = new WorkloadId("open", "high");

  private final Map<WorkloadId, DecisionInForce> decided = new HashMap<>();
  private final EstateBuilder estate = estate();
  private Predicate<ProposedDecision> refuses = one -> false;
  private int plans;

  /** Each would be the next to make room, and the last one can: so many that a pass tries it. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 6})
  void whoCanMakesRoomBesideSomeThatCannot(int cannot) {
    lower(cannot + 1);
    String namespace = "n" + cannot;
    refuses =
        one -> one.id().namespace().startsWith("n") && !one.id().namespace().equals(namespace);
    assertEquals(Set.of("high", "low" + cannot), proposed());
    assertTrue(plans <= 10, plans + " plans");
  }

  /** Nobody can, and of some that is only known once they are to. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fewPlansAreMadeWhereNobodyCan(boolean known) {
    lower(40);
    refuses =
        one ->
            one.id().namespace().startsWith("n")
                && (known || one.assignments().stream().allMatch(a -> a.replicas() == 0));
    assertEquals(Set.of(), proposed());
    assertTrue(plans <= 12, plans + " plans");
  }

  /** One replica of each runs, and the first is the lowest. The zone is full. */
  private void lower(int count) {
    estate.zone(zone("a").cpu(count));
    for (int i = 0; i < count; i++) {
      WorkloadId id = new WorkloadId("n" + i, "low" + i);
      estate.workload(
          workload(id.name())
              .namespace(id.namespace())
              .uid(id.name())
              .replicas(1)
              .only("a")
              .priority(i - count));
      Placement running = Estates.running(id.name(), "a", 1);
      estate.placement(
          new Placement(id, id.name(), running.assignments(), running.contingency(), 0));
      decided.put(
          id,
          new DecisionInForce(
              id.name(),
              new WorkloadPlacementSpec(
                  new WorkloadPlacementSpec.WorkloadRef(id.name(), id.name()),
                  List.of(new Assignment("a", 1, null, null)),
                  List.of(),
                  null),
              true,
              new RecentMoves(List.of()),
              null));
    }
    estate.workload(
        workload(HIGH.name())
            .namespace(HIGH.namespace())
            .uid(HIGH.name())
            .replicas(1)
            .only("a")
            .priority(10));
  }

  private Set<String> proposed() {
    PassPlan plan =
        new PassPlanner(
                changes -> {
                  plans++;
                  return changes.stream().filter(refuses).toList();
                },
                decided::get,
                Supplier::get)
            .plan(
                estate.build(),
                d ->
                    DecisionDifference.of(
                        d, d.id().name(), Chain.GENESIS, null, null, decided.get(d.id())));
    Set<String> names = new TreeSet<>();
    plan.proposed().stream()
        .filter(one -> decided.containsKey(one.id()) || !one.assignments().isEmpty())
        .forEach(one -> names.add(one.id().name()));
    return names;
  }
}
