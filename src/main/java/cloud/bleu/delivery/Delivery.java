package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.ReferenceDelivery.ScaleDown;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the objects of a workload to its decision. Safe to call again and again: it compares, then
 * writes what differs.
 */
public final class Delivery {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final ChildWriter writer;
  private final Applied applied = new Applied();

  /** The template that the server took last, by child. */
  private final Map<String, String> accepted = new ConcurrentHashMap<>();

  private final BudgetDelivery budgets;
  private final EgressDelivery egress;
  private final ReferenceDelivery references;
  private final PodDelivery pods;

  /** In a cluster with the usual name servers. */
  public Delivery(KubernetesClient client) {
    this(client, ClusterDns.USUAL);
  }

  /**
   * @param dns what pods may always ask
   */
  public Delivery(KubernetesClient client, ClusterDns dns) {
    writer = new ChildWriter(client);
    pods = new PodDelivery(client);
    budgets = new BudgetDelivery(writer);
    egress = new EgressDelivery(writer, dns);
    references = new ReferenceDelivery(writer);
  }

  /**
   * One pass. What the server refuses becomes a problem in the report.
   *
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  public Report deliver(Order order) {
    if (order.external()) {
      return new Report(List.of(), List.of(), true, false, false);
    }
    Pass pass = new Pass(order);
    BleuWorkload workload = order.workload();
    var ref = workload.getSpec().workload().deploymentRef();
    boolean decided = !order.assignments().isEmpty();
    ChildFactory factory = new ChildFactory(workload, order.reference());
    // First, so that no pod runs without it.
    pass.egress = egress.deliver(order, factory.podLabels(order.assignments()), pass.problems);
    if (ref != null && order.reference() == null) {
      if (decided) {
        pass.problems.add(
            new Problem(
                "TemplateMissing",
                "there is no Deployment "
                    + ref.name()
                    + " in this namespace: create it, or delete the BleuWorkload",
                true));
      }
      return pass.report(false);
    }
    List<DesiredChild> desired;
    try {
      desired = factory.children(order.assignments(), order.selectors());
    } catch (TemplateException e) {
      pass.problems.add(new Problem("TemplateInvalid", String.valueOf(e.getMessage()), false));
      return pass.report(false);
    }
    desired = pass.withoutConflicts(desired);
    List<Step> due = pass.due(desired);
    if (!pass.templateAccepted(due, desired)) {
      return pass.report(false);
    }
    // A write that changes nothing makes no event: what it held up is due at once.
    for (int round = 0; round <= desired.size() && pass.carryOutAll(due); round++) {
      due = pass.due(desired);
    }
    boolean covered =
        budgets.deliver(
            order, factory.podLabels(order.assignments()), pass.problems, !desired.isEmpty());
    ScaleDown reference =
        ref == null ? ScaleDown.DONE : references.scaleDown(order, ref, pass.mine, due.isEmpty());
    pass.again |= reference == ScaleDown.AGAIN;
    pass.covered = covered;
    return pass.report(due.isEmpty() && reference == ScaleDown.DONE);
  }

  /**
   * One pass over pods that others create: what they may call before they are let in.
   *
   * @param whole the order for their workload
   * @param frozen whether nothing is taken back
   */
  public Report deliver(PodOrder order, Order whole, boolean frozen) {
    List<Map<String, String>> labels =
        order.pods().stream().map(p -> p.getMetadata().getLabels()).distinct().toList();
    List<Problem> problems = new ArrayList<>();
    EgressReport calls =
        frozen ? egress.observe(whole, labels) : egress.deliver(whole, labels, problems);
    return pods.deliver(order, frozen).with(calls, problems);
  }

  private static String brief(Step step) {
    if (step instanceof Step.Apply a) {
      return "apply " + a.child().name() + " with " + a.replicas();
    }
    if (step instanceof Step.Scale s) {
      return "scale " + s.child().name() + " to " + s.replicas();
    }
    return "delete " + ((Step.Delete) step).child().name();
  }

  /** What stands there, with nothing written: for what is frozen. */
  public Report observe(Order order) {
    Pass pass = new Pass(order);
    if (!order.external()) {
      pass.egress =
          egress.observe(
              order,
              new ChildFactory(order.workload(), order.reference()).podLabels(order.assignments()));
    }
    return pass.report(true);
  }

  /**
   * Gives a Deployment that served as template its replicas back.
   *
   * @return whether there is nothing left to do
   */
  public boolean restore(io.fabric8.kubernetes.api.model.apps.Deployment reference) {
    return references.restore(reference);
  }

  /** Forgets what was remembered of objects that are gone. */
  public void forget(String uid) {
    applied.forget(uid);
  }

  /** One pass over one workload. */
  private final class Pass {
    final Order order;
    final String owner;
    final List<ObservedChild> mine = new ArrayList<>();
    final Map<String, HasMetadata> others = new HashMap<>();
    final List<Problem> problems = new ArrayList<>();
    boolean again;
    boolean idle;
    boolean covered;
    @Nullable EgressReport egress;

    Pass(Order order) {
      this.order = order;
      this.owner = order.workload().getMetadata().getUid();
      for (HasMetadata object : order.existing()) {
        ObservedChild child = ObservedChild.of(object);
        if (owner.equals(child.controller())) {
          if (object.getMetadata().getDeletionTimestamp() == null) {
            mine.add(child);
          }
        } else {
          others.put(object.getKind() + "/" + child.name(), object);
        }
      }
    }

    List<Step> due(List<DesiredChild> desired) {
      List<Step> due = Rollout.due(desired, compared(desired), order.lost(), untouched());
      if (!due.isEmpty() && LOG.isDebugEnabled()) {
        LOG.debug(
            "{}: {}",
            order.workload().getMetadata().getName(),
            due.stream().map(Delivery::brief).toList());
      }
      return due;
    }

    /** Writes; says whether some write found its object as it should be already. */
    boolean carryOutAll(List<Step> due) {
      idle = false;
      due.forEach(this::carryOut);
      return idle;
    }

    List<DesiredChild> withoutConflicts(List<DesiredChild> desired) {
      List<DesiredChild> free = new ArrayList<>();
      for (DesiredChild d : desired) {
        if (others.containsKey(d.object().getKind() + "/" + d.name())) {
          conflict(d);
        } else {
          free.add(d);
        }
      }
      return free;
    }

    void conflict(DesiredChild d) {
      problems.add(
          new Problem(
              "NameConflict",
              d.object().getKind()
                  + " "
                  + d.name()
                  + " belongs to somebody else and is not touched: delete or rename it",
              false));
    }

    /** Children, with the template forgotten of those that no longer say what was applied. */
    List<ObservedChild> compared(List<DesiredChild> desired) {
      Map<String, DesiredChild> byName = new HashMap<>();
      desired.forEach(d -> byName.put(d.name(), d));
      List<ObservedChild> compared = new ArrayList<>();
      for (ObservedChild child : mine) {
        DesiredChild d = byName.get(child.name());
        compared.add(d == null ? child : applied.compare(d, child));
      }
      return compared;
    }

    /** Zones of which no node selector is known: what stands there is left as it is. */
    Set<String> untouched() {
      Set<String> zones = new java.util.HashSet<>();
      order.assignments().forEach(a -> zones.add(a.zone()));
      zones.removeAll(order.selectors().keySet());
      return zones;
    }

    /**
     * Whether the server would take every child that is not as desired yet: asked before the first
     * of them is written, so that a template it refuses reaches no zone.
     */
    boolean templateAccepted(List<Step> due, List<DesiredChild> desired) {
      boolean news =
          due.stream().anyMatch(s -> s instanceof Step.Apply apply && !isAccepted(apply.child()));
      if (!news) {
        return true;
      }
      for (DesiredChild child : desired) {
        if (isAccepted(child) || stands(child)) {
          continue;
        }
        try {
          writer.dryRun(child.object());
        } catch (KubernetesClientException e) {
          if (!ChildWriter.refused(e)) {
            throw e;
          }
          problems.add(
              new Problem(
                  "TemplateRejected",
                  "the API server would not take the pod template: " + ChildWriter.words(e),
                  e.getCode() == 403));
          return false;
        }
      }
      desired.forEach(child -> accepted.put(key(child), child.template()));
      return true;
    }

    private boolean stands(DesiredChild desired) {
      return mine.stream()
          .anyMatch(
              c -> c.name().equals(desired.name()) && desired.template().equals(c.template()));
    }

    private boolean isAccepted(DesiredChild child) {
      return child.template().equals(accepted.get(key(child)));
    }

    private String key(DesiredChild child) {
      return owner + "/" + child.name();
    }

    void carryOut(Step step) {
      try {
        if (step instanceof Step.Apply apply) {
          apply(apply);
        } else if (step instanceof Step.Scale scale) {
          applied.scaled(writer.scale(scale.child().object(), scale.replicas(), Map.of()));
        } else if (step instanceof Step.Delete delete) {
          writer.delete(delete.child().object());
          applied.forget(delete.child().uid());
        }
      } catch (KubernetesClientException e) {
        if (ChildWriter.stale(e)) {
          again = true;
        } else if (ChildWriter.refused(e)) {
          problems.add(
              new Problem(
                  "DeliveryRefused",
                  "zone " + step.zone() + ": the API server refused: " + ChildWriter.words(e),
                  true));
        } else {
          throw e;
        }
      }
    }

    private void apply(Step.Apply step) {
      HasMetadata object = Replicas.set(step.child().object(), step.replicas());
      if (!seen(step.child())) {
        applied.applied(step.child(), writer.create(object));
        return;
      }
      HasMetadata live = writer.read(object);
      if (live == null) {
        again = true;
        return;
      }
      if (!owner.equals(ObservedChild.controller(live))) {
        conflict(step.child());
        return;
      }
      HasMetadata result = writer.apply(object, live);
      applied.applied(step.child(), result);
      idle |=
          live.getMetadata().getResourceVersion().equals(result.getMetadata().getResourceVersion());
    }

    /** Whether the cache has the child, and not on its way out. */
    private boolean seen(DesiredChild child) {
      return mine.stream()
          .anyMatch(
              c ->
                  c.name().equals(child.name())
                      && c.object().getKind().equals(child.object().getKind()));
    }

    Report report(boolean nothingDue) {
      return new Report(mine, problems, nothingDue && problems.isEmpty(), again, covered, egress);
    }
  }
}
