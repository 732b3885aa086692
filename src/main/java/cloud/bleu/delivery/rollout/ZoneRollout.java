package cloud.bleu.delivery.rollout;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.RolloutSettings;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the zones of a workload to its decision, through the target that has them: those that are
 * due, in the order of {@link Rollout}.
 */
public final class ZoneRollout {

  private static final Logger LOG = LoggerFactory.getLogger(ZoneRollout.class);

  private final ZoneTarget target;
  private final AcceptedTemplates templates;

  /**
   * @param target has every zone of the workloads that are brought to their decisions
   */
  public ZoneRollout(ZoneTarget target) {
    this.target = target;
    this.templates = new AcceptedTemplates(target);
  }

  /**
   * What came of one pass.
   *
   * @param accepted whether the template is taken; otherwise no zone was changed, because one
   *     refuses it or is still being asked
   * @param anyZone whether there is a zone of the decision that can hold something, or something
   *     stands that waits for one
   * @param asDecided whether every zone held already what it is to hold, but for those that the
   *     decision has left and that nothing is seen of
   * @param again whether something else stood there than was seen
   * @param paused zones that keep the template that they have
   * @param problems that keep zones from being as decided
   */
  public record Outcome(
      boolean accepted,
      boolean anyZone,
      boolean asDecided,
      boolean again,
      Set<String> paused,
      List<DeliveryProblem> problems) {
    public Outcome {
      problems = List.copyOf(problems);
    }
  }

  /** One pass of a workload whose new replicas come first, and that nothing holds up. */
  public Outcome carryOut(
      BleuWorkload workload,
      List<ZoneManifest> decided,
      TargetObservation seen,
      Rollout.Closed closed) {
    return carryOut(workload, decided, seen, closed, RolloutSettings.USUAL, () -> 1, zones -> true);
  }

  /**
   * One pass.
   *
   * @param decided one manifest for each zone with replicas
   * @param seen what stood there before
   * @param closed zones that are not as others
   * @param settings of the rollout
   * @param most replicas that may be missing at once, by the disruption budget
   * @param vacated whether zones may be written, of those that can be; asked once their templates
   *     are taken, and again soon where not
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  public Outcome carryOut(
      BleuWorkload workload,
      List<ZoneManifest> decided,
      TargetObservation seen,
      Rollout.Closed closed,
      RolloutSettings settings,
      IntSupplier most,
      Predicate<List<ZoneManifest>> vacated) {
    Succession succession = Succession.of(settings, decided, seen, most);
    Set<String> paused = succession.held();
    List<DeliveryProblem> problems = new ArrayList<>();
    List<ZoneManifest> free = withoutObstacles(decided, seen.obstacles(), problems);
    boolean anyZone = !free.isEmpty() || (!decided.isEmpty() && !seen.zones().isEmpty());
    seen.unknown().forEach(problem -> add(problem, problems));
    Rollout.Closed known = closed.with(seen.unseen().keySet(), barred(decided, seen.obstacles()));
    // What is decided for a zone with an obstacle is lacking there: others make up for it.
    Rollout now = rollout(workload, decided, seen.zones(), known, succession);
    AcceptedTemplates.Answers answers = templates.asked(workload, now.due(), free, seen.zones());
    if (answers.acceptance().answer() != Acceptance.Answer.TAKEN) {
      add(answers.acceptance().problem(), problems);
      return new Outcome(false, anyZone, false, false, paused, problems);
    }
    if (!vacated.test(answering(free, seen, answers))) {
      return new Outcome(true, anyZone, false, true, paused, problems);
    }
    if (!answers.untried().isEmpty()) {
      known = known.without(answers.untried());
      now = rollout(workload, decided, seen.zones(), known, succession);
    }
    boolean again = false;
    boolean unchanged = true;
    List<ZoneDesired> due = now.due();
    // A write that changes nothing makes no event: what it held up is due at once.
    for (int round = 0; round <= decided.size() && unchanged; round++) {
      unchanged = false;
      for (ZoneDesired zone : due) {
        Ensured ensured = target.ensure(workload, zone);
        again |= ensured.result() == Ensured.Result.STALE;
        unchanged |= ensured.result() == Ensured.Result.UNCHANGED;
        add(ensured.problem(), problems);
      }
      if (unchanged) {
        now = rollout(workload, decided, seen.zones(), known, succession);
        List<ZoneDesired> next = now.due();
        // What is due again though it is so already was seen too long ago: an event tells.
        unchanged = !next.equals(due);
        due = next;
      }
    }
    again |= clear(workload, seen, known, problems);
    add(awaited(workload, now.turn()), problems);
    boolean asDecided =
        due.stream().allMatch(d -> isBehind(d, decided, seen)) && free.size() == decided.size();
    return new Outcome(true, anyZone, asDecided, again, paused, problems);
  }

  /**
   * Deletes what zones wait for though it never started, where they are in reach; whether something
   * else stood there than was seen.
   */
  private boolean clear(
      BleuWorkload workload,
      TargetObservation seen,
      Rollout.Closed closed,
      List<DeliveryProblem> problems) {
    boolean again = false;
    for (ZoneObservation child : seen.zones()) {
      if (closed.isInReach(child.zone())) {
        Ensured cleared = target.clear(workload, child);
        again |= cleared.result() == Ensured.Result.STALE;
        add(cleared.problem(), problems);
      }
    }
    return again;
  }

  private static List<ZoneManifest> answering(
      List<ZoneManifest> free, TargetObservation seen, AcceptedTemplates.Answers answers) {
    return free.stream()
        .filter(m -> !seen.unseen().containsKey(m.zone()) && !answers.untried().contains(m.zone()))
        .toList();
  }

  /** Whether a zone that the decision has left is due, and nothing is seen of it. */
  private static boolean isBehind(
      ZoneDesired due, List<ZoneManifest> decided, TargetObservation seen) {
    return seen.unseen().containsKey(due.zone())
        && decided.stream().noneMatch(manifest -> manifest.zone().equals(due.zone()));
  }

  /** That zones wait for replicas of zones that have rolled; null: none does. */
  private static @Nullable DeliveryProblem awaited(BleuWorkload workload, RolloutTurn turn) {
    return turn.waiting().isEmpty()
        ? null
        : DeliveryProblem.passing(
            "RolloutAwaitsReplicas",
            "the new template waits before "
                + String.join(", ", turn.waiting())
                + ": replicas are not available in "
                + String.join(", ", turn.awaited())
                + ", which has rolled out, and to replace more would exceed the disruption budget;"
                + " see these pods with kubectl get pods -n "
                + workload.getMetadata().getNamespace()
                + " -l '"
                + Labels.WORKLOAD
                + "="
                + workload.getMetadata().getName()
                + ","
                + Labels.ZONE
                + " in ("
                + String.join(", ", turn.awaited())
                + ")' and bring them back");
  }

  private static void add(@Nullable DeliveryProblem problem, List<DeliveryProblem> problems) {
    if (problem != null && !problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /** Forgets what was remembered of a workload that is gone. */
  public void forget(String namespace, String name) {
    templates.forget(namespace, name);
  }

  private static List<ZoneManifest> withoutObstacles(
      List<ZoneManifest> decided,
      Map<String, DeliveryProblem> obstacles,
      List<DeliveryProblem> problems) {
    List<ZoneManifest> free = new ArrayList<>();
    for (ZoneManifest manifest : decided) {
      DeliveryProblem obstacle = obstacles.get(manifest.zone());
      if (obstacle == null) {
        free.add(manifest);
      } else {
        problems.add(obstacle);
      }
    }
    return free;
  }

  /**
   * The zones in which nothing is changed. What the decision has left is removed whatever keeps new
   * replicas out of it, unless what stands there may be of another hub.
   */
  private static Set<String> barred(
      List<ZoneManifest> decided, Map<String, DeliveryProblem> obstacles) {
    Set<String> barred = new HashSet<>();
    decided.forEach(manifest -> barred.add(manifest.zone()));
    barred.retainAll(obstacles.keySet());
    obstacles.forEach(
        (zone, problem) -> {
          if (problem.code().equals(DeliveryProblem.ANOTHER_HOME)) {
            barred.add(zone);
          }
        });
    return barred;
  }

  private Rollout rollout(
      BleuWorkload workload,
      List<ZoneManifest> desired,
      List<ZoneObservation> seen,
      Rollout.Closed closed,
      Succession succession) {
    Rollout rollout = Rollout.of(desired, compared(desired, seen), closed, succession);
    List<ZoneDesired> due = rollout.due();
    if (!due.isEmpty() && LOG.isDebugEnabled()) {
      LOG.debug(
          "{}: {}",
          workload.getMetadata().getName(),
          due.stream().map(ZoneRollout::brief).toList());
    }
    return rollout;
  }

  /** What was seen, with the template forgotten of zones that no longer hold what was asked. */
  private List<ZoneObservation> compared(List<ZoneManifest> desired, List<ZoneObservation> seen) {
    Map<String, ZoneManifest> manifests = new HashMap<>();
    desired.forEach(m -> manifests.put(m.zone(), m));
    return seen.stream().map(o -> compared(manifests.get(o.zone()), o)).toList();
  }

  private ZoneObservation compared(@Nullable ZoneManifest manifest, ZoneObservation seen) {
    if (manifest == null || seen.surplus()) {
      return seen;
    }
    return seen.holding(target.holds(manifest, seen) ? manifest.template() : null);
  }

  private static String brief(ZoneDesired desired) {
    if (desired instanceof ZoneDesired.DecidedManifest m) {
      return m.zone() + " as decided with " + m.replicas();
    }
    if (desired instanceof ZoneDesired.StandingManifest m) {
      return m.zone() + " as it stands with " + m.replicas();
    }
    return desired.zone() + " nothing";
  }
}
