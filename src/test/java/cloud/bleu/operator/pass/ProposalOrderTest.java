package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.ledger.LaterDecision;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who is carried out first: by priority, and fair to namespaces whatever they are called. */
class ProposalOrderTest {

  @Test
  void theHighestPriorityComesFirstWhateverItsName() {
    Map<String, Integer> priorities = Map.of("aaa", 0, "mmm", 1000, "zzz", 1000, "gone", -5);
    List<ProposedDecision> changes =
        List.of(
            change("aaa", "low"),
            change("gone", "w"),
            change("mmm", "high"),
            change("zzz", "high"));
    List<ProposedDecision> ordered =
        ProposalOrder.of(changes, id -> priorities.get(id.namespace()), id -> 0);
    assertEquals(List.of("mmm", "zzz", "aaa", "gone"), namespaces(ordered));
  }

  /** As they are decided: before those who need them, and with their priority. */
  @Test
  void whatOthersNeedComesBeforeThemWithTheirPriority() {
    Estate estate =
        Estates.estate()
            .zones(9, "z1")
            .workload(
                Estates.workload("app").priority(1000).affinity("db", Scope.ZONE, true),
                Estates.workload("db").priority(0).affinity("disk", Scope.ZONE, true),
                Estates.workload("disk").priority(0),
                Estates.workload("between").priority(500),
                Estates.workload("likes").priority(900).affinity("low", Scope.ZONE, false),
                Estates.workload("low").priority(0))
            .build();
    List<ProposedDecision> changes = new ArrayList<>();
    for (String name : List.of("app", "between", "db", "disk", "gone", "likes", "low")) {
      changes.add(change("default", name));
    }
    assertEquals(
        List.of("disk", "db", "app", "likes", "between", "low", "gone"),
        ProposalOrder.of(changes, estate).stream().map(c -> c.id().name()).toList());
  }

  /** Nobody waits until a whole namespace is carried out that has a better name. */
  @Test
  void namespacesOfOnePriorityTakeTurns() {
    List<ProposedDecision> changes = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      changes.add(change("aaa", "w-%04d".formatted(i)));
    }
    changes.add(change("zzz", "w"));
    List<ProposedDecision> ordered = ProposalOrder.of(changes, id -> 0, id -> 0);
    assertEquals(ProposalOrder.TURN, namespaces(ordered).indexOf("zzz"));
    assertEquals(1001, ordered.size());
  }

  @Test
  void theOrderDependsOnNothingElse() {
    List<ProposedDecision> changes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      changes.add(change("n" + i % 7, "w" + i));
    }
    List<ProposedDecision> ordered =
        ProposalOrder.of(changes, id -> id.name().hashCode() % 3, id -> 0);
    Collections.shuffle(changes, new Random(1));
    assertEquals(ordered, ProposalOrder.of(changes, id -> id.name().hashCode() % 3, id -> 0));
  }

  private static List<String> namespaces(List<ProposedDecision> changes) {
    return changes.stream().map(c -> c.id().namespace()).toList();
  }

  private static ProposedDecision change(String namespace, String name) {
    return LaterDecision.of(
        new WorkloadId(namespace, name),
        "u",
        Chain.GENESIS,
        null,
        "InputChanged",
        List.of(),
        List.of(),
        0);
  }
}
