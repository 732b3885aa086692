package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.layers.Campaign;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Edits, generated from the schemas and of the domain, one after the other on a world that lives
 * on: each comes to rest, disturbs nobody else, and once undone leaves the state that was before.
 *
 * <p>Bounded, the campaign makes those of the domain and so many of the schemas that each way to
 * edit and each object that is edited is among them; {@code -Dbleu.transitions.seed} chooses
 * others. With {@code hack/test --long} it makes all of them. {@code -Dbleu.transitions=ID} makes
 * one.
 */
@RealControlPlane
@Tag("campaign")
class EditCampaignTest {
  private static final String WANTED = Campaign.plan("bleu.transitions", "", "all");

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
    try (OperatorLog log = OperatorLog.whole().open();
        WorldWatch watch = new WorldWatch(client);
        KubernetesClient operatorClient = writes.client(account.campaignConfig());
        Operator operator = OperatorUnderTest.of(operatorClient, options, () -> {})) {
      operator.start();
      world.build();
      TransitionRun run = new TransitionRun(client, world, watch, clock, writes, log);
      List<Transition> chosen =
          chosen(
              new DomainTransitions(world, nodes, clock, client).all(),
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
    List<Transition> shuffled = new ArrayList<>(generated);
    Collections.shuffle(shuffled, new Random(seed));
    Set<String> covered = new HashSet<>();
    List<Transition> some = new ArrayList<>(domain);
    for (Transition transition : shuffled) {
      // Both, and not one of them alone: the first that is new in either is taken.
      if (covered.add(way(transition)) | covered.add(edited(transition))) {
        some.add(transition);
      }
    }
    System.out.printf(
        "transitions: seed %d, %d of %d cover %s%n",
        seed, some.size() - domain.size(), generated.size(), new TreeSet<>(covered));
    return some;
  }

  /** How a property is edited; a value of an enumeration is a value, whichever it is. */
  private static String way(Transition transition) {
    String way = transition.id().substring(transition.id().indexOf(' ') + 1);
    return Character.isUpperCase(way.charAt(0)) ? "value" : way;
  }

  /** Kind and name of the object. */
  private static String edited(Transition transition) {
    String[] parts = transition.id().split("/", -1);
    return parts[0] + "/" + parts[1].split(" ", -1)[0];
  }
}
