package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Edits, generated from the schemas and of the domain, one after the other on a world that lives
 * on: each comes to rest, disturbs nobody else, and once undone leaves the state that was before.
 *
 * <p>{@code -Dbleu.transitions=all} makes all of them, {@code -Dbleu.transitions=ID} one; otherwise
 * those of the domain and a sample, which {@code -Dbleu.transitions.seed} chooses.
 */
@RealControlPlane
@Tag("campaign")
class TransitionsTest {
  private static final int SAMPLE = 12;
  private static final String WANTED = System.getProperty("bleu.transitions", "");

  @Test
  void everyEditIsSurvivedAndUndone(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    TransitionWorld world = new TransitionWorld(client, nodes);
    ShiftedClock clock = new ShiftedClock();
    Writes writes = new Writes();
    OperatorOptions alone = OperatorOptions.alone();
    OperatorOptions options =
        new OperatorOptions(
            alone.bindAddress(),
            alone.port(),
            alone.leaderElect(),
            alone.leaseNamespace(),
            alone.identity(),
            alone.leaseDuration(),
            alone.renewDeadline(),
            alone.retryPeriod(),
            clock,
            null);
    try (OperatorLog log = OperatorLog.open();
        WorldWatch watch = new WorldWatch(client);
        KubernetesClient operatorClient = writes.client(account.config());
        Operator operator = OperatorUnderTest.of(operatorClient, options, () -> {})) {
      operator.start();
      world.build();
      TransitionRun run = new TransitionRun(client, world, watch, clock, writes, log);
      List<Transition> chosen =
          chosen(
              new DomainTransitions(world, nodes, clock, client.getNamespace()).all(),
              new Transitions(world).ofSchemas());
      assertFalse(chosen.isEmpty(), "no transition is called " + WANTED);
      assertEquals(List.of(), run.all(chosen), "each line replays one");
    } finally {
      world.close();
    }
  }

  private static List<Transition> chosen(List<Transition> domain, List<Transition> generated) {
    List<Transition> all = new ArrayList<>(domain);
    all.addAll(generated);
    if (WANTED.equals("all")) {
      return all;
    }
    if (!WANTED.isEmpty()) {
      return all.stream().filter(t -> t.id().startsWith(WANTED)).toList();
    }
    long seed = Long.getLong("bleu.transitions.seed", 1);
    System.out.println("transitions: seed " + seed + ", " + SAMPLE + " of " + generated.size());
    List<Transition> sample = new ArrayList<>(generated);
    Collections.shuffle(sample, new Random(seed));
    List<Transition> some = new ArrayList<>(domain);
    some.addAll(sample.subList(0, SAMPLE));
    return some;
  }
}
