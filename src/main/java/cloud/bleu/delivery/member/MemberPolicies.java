package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ClusterPolicies;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.HeldZones;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The NetworkPolicy, the companions and the PodDisruptionBudget of each workload in another
 * cluster. The threads of that cluster write them, one workload on one of them, in the order in
 * which they were asked for: the first before the pods.
 */
public final class MemberPolicies implements ClusterWideTarget {

  private static final String WITHDRAW = "withdraw";

  private static final String LEFT = "left";

  /** For so long the word of a server that nothing is left is believed. */
  static final Duration BELIEVED = Duration.ofSeconds(5);

  private final ClusterPolicies policies;
  private final MemberCompanions companions;
  private final MemberNamespaces namespaces;
  private final MemberQueue queue;
  private final MemberServer cluster;

  /** What the server has said last of workloads of which nothing is left. */
  private final Map<String, Gone> gone = new ConcurrentHashMap<>();

  /**
   * That nothing is left of a workload.
   *
   * @param staying zones that may hold something
   * @param changes of the queue when that was asked
   * @param at when the server was asked
   */
  private record Gone(Set<String> staying, long changes, long at) {}

  /**
   * @param cluster where they are kept
   * @param dns what pods may always ask there
   * @param companions of workloads there
   * @param namespaces of that cluster
   */
  public MemberPolicies(
      MemberServer cluster,
      ClusterDns dns,
      MemberCompanions companions,
      MemberNamespaces namespaces,
      MemberQueue queue) {
    policies =
        new ClusterPolicies(
            cluster.client(),
            namespaces.writer(),
            cluster.objects(),
            new HomeLabels(cluster.home()),
            dns,
            cluster.edits());
    this.companions = companions;
    this.namespaces = namespaces;
    this.queue = queue;
    this.cluster = cluster;
  }

  @Override
  public @Nullable EgressReport ensureEgress(
      BleuWorkload workload, Pods pods, List<DeliveryProblem> problems) {
    DeliveryProblem problem = null;
    if (isWritable(workload) && !policies.isEgressDelivered(workload)) {
      problem =
          asked(workload, "egress", pods, found -> policies.ensureEgress(workload, pods, found));
    }
    EgressReport seen = observeEgress(workload, pods);
    if (problem == null) {
      return seen;
    }
    problems.add(problem);
    if (seen == null) {
      return null;
    }
    List<DeliveryProblem> gaps = new ArrayList<>(List.of(problem));
    gaps.addAll(seen.gaps());
    return new EgressReport(gaps, seen.others());
  }

  /** Whether pods of the workload may start there: what they may call is bound. */
  public boolean bindsPods(BleuWorkload workload) {
    return policies.bindsPods(workload);
  }

  @Override
  public @Nullable EgressReport observeEgress(BleuWorkload workload, Pods pods) {
    EgressReport seen = policies.observeEgress(workload, pods);
    Reach now = cluster.reach().get();
    return seen == null || now.isReached()
        ? seen
        : new EgressReport(List.of(UnreachedTarget.unknown(now)), seen.others());
  }

  @Override
  public void ensureCompanions(BleuWorkload workload, List<DeliveryProblem> problems) {
    companions.ensure(workload, problems);
  }

  @Override
  public void restCompanions(BleuWorkload workload) {
    companions.rest(workload);
  }

  @Override
  public boolean ensureBudget(
      BleuWorkload workload,
      Pods pods,
      @Nullable Integer maxUnavailable,
      List<DeliveryProblem> problems) {
    if (isWritable(workload) && !policies.isBudgetDelivered(workload, pods, maxUnavailable)) {
      add(
          asked(
              workload,
              "budget",
              List.of(pods, maxUnavailable == null ? -1 : maxUnavailable),
              found -> policies.ensureBudget(workload, pods, maxUnavailable, found)),
          problems);
    }
    return policies.isCovered(workload, pods);
  }

  @Override
  public void withdraw(BleuWorkload workload, List<DeliveryProblem> problems) {
    companions.rest(workload);
    if (!cluster.isReached()) {
      return;
    }
    if (!policies.isWithdrawn(workload) || (isHeld(workload) && companions.mayStand(workload))) {
      add(
          asked(
              workload,
              WITHDRAW,
              WITHDRAW,
              found -> {
                policies.withdraw(workload, found);
                companions.withdraw(workload, found);
              }),
          problems);
    }
  }

  @Override
  public @Nullable DeliveryProblem left(BleuWorkload workload, Set<String> staying) {
    String id = key(workload);
    if (!cluster.isReached()) {
      return DeliveryProblem.LEFT_UNKNOWN;
    }
    DeliveryProblem standing = staying.isEmpty() ? policies.standing(workload) : null;
    if (standing != null) {
      return standing;
    }
    if (queue.awaitsAnswer(workload, LEFT)) {
      return or(queue.last(workload, LEFT, staying));
    }
    Gone now = new Gone(staying, queue.changes(workload), queue.now());
    Gone said = gone.remove(id);
    if (said != null
        && said.staying.equals(staying)
        && said.changes == now.changes
        && now.at - said.at < BELIEVED.toNanos()) {
      return null;
    }
    return or(
        queue
            .read(
                workload,
                LEFT,
                staying,
                () -> {
                  DeliveryProblem left =
                      isTheSame() ? policies.left(workload, staying) : DeliveryProblem.LEFT_UNKNOWN;
                  if (left == null && staying.isEmpty()) {
                    left = companions.left(workload);
                  }
                  if (left == null) {
                    gone.put(id, new Gone(staying, now.changes, queue.now()));
                  }
                  return left;
                })
            .problem());
  }

  /** What was said last, as long as there is no newer word. */
  private static DeliveryProblem or(@Nullable DeliveryProblem last) {
    return last == null ? DeliveryProblem.LEFT_UNKNOWN : last;
  }

  private boolean isWritable(BleuWorkload workload) {
    return cluster.isReached() && isHeld(workload);
  }

  /** Whether the workload says that something of it may stand in this cluster. */
  private boolean isHeld(BleuWorkload workload) {
    String known = cluster.uid().get();
    return known != null && HeldZones.of(workload).containsValue(known);
  }

  /** Whether it is still this cluster that answers: no other one may say that nothing is left. */
  private boolean isTheSame() {
    Namespace oldest = cluster.client().namespaces().withName("kube-system").get();
    return oldest != null && oldest.getMetadata().getUid().equals(cluster.uid().get());
  }

  private @Nullable DeliveryProblem asked(
      BleuWorkload workload, String what, Object ask, Consumer<List<DeliveryProblem>> work) {
    return queue
        .ask(
            workload,
            what,
            ask,
            false,
            () -> {
              List<DeliveryProblem> found = new ArrayList<>();
              DeliveryProblem refused = what.equals(WITHDRAW) ? null : namespaces.ensure(workload);
              if (refused != null) {
                return refused;
              }
              work.accept(found);
              return found.isEmpty() ? null : found.get(0);
            })
        .problem();
  }

  /** Forgets what was remembered of a workload that is gone. */
  public void forgetWorkload(String namespace, String name) {
    gone.remove(namespace + "/" + name);
    companions.forgetWorkload(namespace, name);
  }

  private static String key(BleuWorkload workload) {
    return workload.getMetadata().getNamespace() + "/" + workload.getMetadata().getName();
  }

  private static void add(@Nullable DeliveryProblem problem, List<DeliveryProblem> problems) {
    if (problem != null && !problems.contains(problem)) {
      problems.add(problem);
    }
  }
}
