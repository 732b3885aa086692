package cloud.bleu.delivery.member;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.delivery.cluster.Ownership;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a workload in a cluster that does not have it: those that carry the label of the
 * cluster that decides and the name of the workload, in its namespace. An object without one of
 * both is somebody else's.
 *
 * <p>The uid of the workload is written too, for people. It does not decide: a workload that was
 * deleted and declared again under its name takes up what the first one left.
 */
public final class HomeLabels implements Ownership {

  /**
   * The owner of what a work agent of Open Cluster Management applies. Source: AppliedManifestWork
   * of its API.
   */
  private static final String AGENT = "AppliedManifestWork";

  /** The label that Karmada gives to what it synchronises into a member. */
  private static final String KARMADA_LABEL = "karmada.io/managed";

  /** The annotation by which Karmada knows the Work that an object in a member comes from. */
  private static final String KARMADA_WORK = "work.karmada.io/name";

  private final String home;

  /**
   * @param home uid of the namespace kube-system of the cluster that decides
   */
  public HomeLabels(String home) {
    this.home = home;
  }

  @Override
  public boolean owns(HasMetadata workload, HasMetadata object) {
    return home.equals(ObjectLabels.get(object, Labels.HOME))
        && workload.getMetadata().getName().equals(ObjectLabels.get(object, Labels.WORKLOAD))
        && workload.getMetadata().getNamespace().equals(object.getMetadata().getNamespace());
  }

  @Override
  public @Nullable String otherHome(HasMetadata workload, HasMetadata object) {
    String theirs = ObjectLabels.get(object, Labels.HOME);
    return theirs == null
            || theirs.equals(home)
            || !workload.getMetadata().getName().equals(ObjectLabels.get(object, Labels.WORKLOAD))
        ? null
        : theirs;
  }

  @Override
  public DeliveryProblem ofAnotherHome(HasMetadata object, String otherHome) {
    return DeliveryProblem.forPerson(
        DeliveryProblem.ANOTHER_HOME,
        object.getKind()
            + " "
            + object.getMetadata().getName()
            + " is held by the hub "
            + otherHome
            + ", this one is "
            + home
            + ", and it is not touched: where this hub has replaced that one, label it, its"
            + " namespace and what else has the former label with "
            + Labels.HOME
            + "="
            + home
            + "; else give the workload another name");
  }

  @Override
  public boolean outlivesItsOwn() {
    return true;
  }

  @Override
  public boolean isOfAnotherWay(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return object.getMetadata().getOwnerReferences().stream()
            .anyMatch(owner -> AGENT.equals(owner.getKind()))
        || "true".equals(ObjectLabels.get(object, KARMADA_LABEL))
        || (annotations != null && annotations.containsKey(KARMADA_WORK));
  }

  @Override
  public void claim(HasMetadata workload, HasMetadata object) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (object.getMetadata().getLabels() != null) {
      labels.putAll(object.getMetadata().getLabels());
    }
    labels.put(Labels.HOME, home);
    labels.put(Labels.WORKLOAD, workload.getMetadata().getName());
    labels.put(Labels.WORKLOAD_UID, workload.getMetadata().getUid());
    object.getMetadata().setLabels(labels);
  }
}
