package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ConditionedStatus;
import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds every status that the API server ever tells of to {@link StatusLint}, for as long as the
 * client lives. A watch that starts again goes on where it ended, so no version is left out.
 */
final class StatusWatch {

  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final Map<String, HasMetadata> last = new ConcurrentHashMap<>();

  private final AtomicLong told = new AtomicLong();

  private volatile boolean backwards;

  StatusWatch(KubernetesClient client) {
    watch(client, BleuWorkload.class);
    watch(client, WorkloadPlacement.class);
    watch(client, AvailabilityZone.class);
    watch(client, CloudProvider.class);
    watch(client, SovereigntyPolicy.class);
    watch(client, ResilienceDrill.class);
    watch(client, MigrationPlan.class);
  }

  /** The operator's clock is put back on purpose: transitions after that have earlier times. */
  void clockGoesBack() {
    backwards = true;
  }

  /** How many events there were so far. */
  long told() {
    return told.get();
  }

  /** No status was ever at fault. */
  void verify() {
    assertEquals(List.of(), faults);
  }

  /** Nor is one now, when nothing is going to change any more. */
  void verifySettled() {
    List<String> now = new ArrayList<>(faults);
    last.values()
        .forEach(o -> StatusLint.faultsWhenSettled(o, status(o)).forEach(f -> now.add(of(o, f))));
    assertEquals(List.of(), now);
  }

  private <T extends CustomResource<?, ? extends ConditionedStatus>> void watch(
      KubernetesClient client, Class<T> kind) {
    client
        .resources(kind)
        .watch(
            new Watcher<T>() {
              @Override
              public void eventReceived(Action action, T object) {
                seen(action, object);
              }

              @Override
              public void onClose(WatcherException cause) {}
            });
  }

  private void seen(Watcher.Action action, HasMetadata object) {
    // Whoever has read this count finds what is told here in the server.
    told.incrementAndGet();
    String uid = object.getMetadata() == null ? null : object.getMetadata().getUid();
    if (uid == null) {
      return;
    }
    if (action == Watcher.Action.DELETED) {
      last.remove(uid);
      return;
    }
    HasMetadata before = last.put(uid, object);
    StatusLint.faults(object, status(object), before == null ? null : status(before)).stream()
        .filter(fault -> !(backwards && fault.endsWith("lastTransitionTime went back")))
        .forEach(fault -> faults.add(of(object, fault)));
  }

  private static String of(HasMetadata object, String fault) {
    return object.getKind() + " " + object.getMetadata().getName() + ": " + fault;
  }

  private static ConditionedStatus status(HasMetadata object) {
    return (ConditionedStatus) ((CustomResource<?, ?>) object).getStatus();
  }
}
