package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.ReferenceDelivery.ScaleDown;
import cloud.bleu.delivery.manifest.ChildFactory;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.delivery.manifest.TemplateException;
import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.Problem;
import cloud.bleu.delivery.zone.ZoneManifest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Brings the objects of a workload to its decision. Safe to call again and again: it compares, then
 * writes what differs.
 */
public final class Delivery {

  private final ChildWriter writer;
  private final Applied applied = new Applied();

  private final AcceptedTemplates templates;
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
    templates = new AcceptedTemplates(writer);
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
    DeliveryPass pass = new DeliveryPass(order, writer, applied, templates);
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
    List<ZoneManifest> desired;
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

  /** What stands there, with nothing written: for what is frozen. */
  public Report observe(Order order) {
    DeliveryPass pass = new DeliveryPass(order, writer, applied, templates);
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

  /** Forgets what was remembered of a workload that is gone. */
  public void forgetWorkload(String namespace, String name) {
    templates.forget(namespace + "/" + name);
  }

  /** Forgets what was remembered of objects that are gone. */
  public void forget(String uid) {
    applied.forget(uid);
  }
}
