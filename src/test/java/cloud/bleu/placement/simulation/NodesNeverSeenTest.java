package cloud.bleu.placement.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.LossSignal;
import cloud.bleu.placement.model.Scope;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the silence of a zone without any node moves: an API server may fall silent all the same.
 */
class NodesNeverSeenTest {

  private static final String WAITS =
      "waits for a report, because no node of its zone was ever seen";

  @ParameterizedTest
  @CsvSource({
    "Cluster, NodesUnknown, 2, ",
    "Nodes, NodesUnknown, 0, '" + WAITS + "'",
    "Nodes, Gone, 2, "
  })
  void silenceOfAnApiServerCountsWhateverItsNodesAre(
      LossSignal signal, Health.Signal nodes, int moves, String why) {
    Estate estate =
        Estates.estate()
            .zone(
                Estates.zone("a")
                    .cpu(9)
                    .health(nodes, nodes == Health.Signal.Gone ? Estates.NOW : null),
                Estates.zone("b").cpu(9),
                Estates.zone("c").cpu(9))
            .workload(
                Estates.workload("web")
                    .uid("uid-web")
                    .replicas(2)
                    .cpu(1)
                    .tolerate(Scope.ZONE, 0, Recover.Reserved, true)
                    .failover(Duration.ofMinutes(1), Duration.ofMinutes(5)))
            .running("web", "a", 2)
            .build();
    UnreportedLoss loss =
        new UnreportedLoss(
            estate, Map.of("a", signal, "b", LossSignal.Nodes, "c", LossSignal.Nodes), Set.of("a"));
    UnreportedLoss.Effect effect = loss.effects().get(0);
    Message waits = loss.waits(estate.workloads().get(0), "a");
    assertEquals(moves, effect.moves(), effect.toString());
    assertEquals(why, waits == null ? null : MessageBundle.ENGLISH.text(waits));
  }
}
