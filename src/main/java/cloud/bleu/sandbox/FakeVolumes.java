package cloud.bleu.sandbox;

import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Volumes without disks on a real control plane: every claim that is not bound gets a volume of its
 * size, wherever its pod is.
 */
public final class FakeVolumes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FakeVolumes.class);
  private static final String BIND_COMPLETED = "pv.kubernetes.io/bind-completed";

  private final KubernetesClient client;
  private final SharedIndexInformer<PersistentVolumeClaim> claims;
  private volatile boolean closed;

  private FakeVolumes(KubernetesClient client) {
    this.client = client;
    this.claims = client.persistentVolumeClaims().inAnyNamespace().inform(new Claims());
  }

  /**
   * Starts binding. The client needs every right on claims and volumes; it stays the caller's to
   * close, after this.
   */
  public static FakeVolumes on(KubernetesClient client) {
    return new FakeVolumes(client);
  }

  /** Does it, unless the claim is gone or newer, or all of this is closed meanwhile. */
  private void quietly(PersistentVolumeClaim claim, Runnable task) {
    try {
      task.run();
    } catch (KubernetesClientException e) {
      // Whoever changed it in between makes another event.
      LOG.debug("claim {}: {}", claim.getMetadata().getName(), e.getMessage());
    } catch (RuntimeException e) {
      if (!closed) {
        throw e;
      }
      LOG.debug("fake volumes are closed", e);
    }
  }

  private final class Claims implements ResourceEventHandler<PersistentVolumeClaim> {
    @Override
    public void onAdd(PersistentVolumeClaim claim) {
      quietly(claim, () -> bind(claim));
    }

    @Override
    public void onUpdate(PersistentVolumeClaim before, PersistentVolumeClaim claim) {
      quietly(claim, () -> bind(claim));
    }

    @Override
    public void onDelete(PersistentVolumeClaim claim, boolean deletedFinalStateUnknown) {
      String volume = claim.getSpec().getVolumeName();
      if (volume != null) {
        quietly(claim, () -> client.persistentVolumes().withName(volume).delete());
      }
    }
  }

  private void bind(PersistentVolumeClaim claim) {
    if (claim.getMetadata().getDeletionTimestamp() != null
        || claim.getStatus() != null && "Bound".equals(claim.getStatus().getPhase())) {
      return;
    }
    PersistentVolume volume = volume(claim);
    if (client.persistentVolumes().withName(volume.getMetadata().getName()).get() == null) {
      SandboxClients.create(client, volume, FakeVolumes::isOfOneClaim);
    }
    PersistentVolumeClaim bound =
        claim.getSpec().getVolumeName() != null
            ? claim
            : client
                .persistentVolumeClaims()
                .resource(
                    new PersistentVolumeClaimBuilder(claim)
                        .editMetadata()
                        .addToAnnotations(BIND_COMPLETED, "yes")
                        .endMetadata()
                        .editSpec()
                        .withVolumeName(volume.getMetadata().getName())
                        .endSpec()
                        .build())
                .update();
    client
        .persistentVolumeClaims()
        .resource(
            new PersistentVolumeClaimBuilder(bound)
                .withNewStatus()
                .withPhase("Bound")
                .withAccessModes(claim.getSpec().getAccessModes())
                .withCapacity(requests(claim))
                .endStatus()
                .build())
        .updateStatus();
  }

  static PersistentVolume volume(PersistentVolumeClaim claim) {
    return new PersistentVolumeBuilder()
        .withNewMetadata()
        .withName("pvc-" + claim.getMetadata().getUid())
        .endMetadata()
        .withNewSpec()
        .withCapacity(requests(claim))
        .withAccessModes(claim.getSpec().getAccessModes())
        .withPersistentVolumeReclaimPolicy("Delete")
        .withStorageClassName(claim.getSpec().getStorageClassName())
        .withNewHostPath("/nowhere", "")
        .withClaimRef(
            new ObjectReferenceBuilder()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNamespace(claim.getMetadata().getNamespace())
                .withName(claim.getMetadata().getName())
                .withUid(claim.getMetadata().getUid())
                .build())
        .endSpec()
        .build();
  }

  static boolean isOfOneClaim(PersistentVolume one, PersistentVolume other) {
    return other.getSpec().getClaimRef() != null
        && one.getSpec().getClaimRef().getUid().equals(other.getSpec().getClaimRef().getUid());
  }

  private static Map<String, Quantity> requests(PersistentVolumeClaim claim) {
    return claim.getSpec().getResources() == null
            || claim.getSpec().getResources().getRequests() == null
        ? Map.of("storage", new Quantity("1Gi"))
        : claim.getSpec().getResources().getRequests();
  }

  @Override
  public void close() {
    closed = true;
    claims.close();
  }
}
