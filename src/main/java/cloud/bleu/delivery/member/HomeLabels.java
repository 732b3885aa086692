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
