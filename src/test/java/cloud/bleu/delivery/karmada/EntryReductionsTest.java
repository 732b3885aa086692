package cloud.bleu.delivery.karmada;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which reductions are noted, and which writes leave none. */
class EntryReductionsTest {

  private final EntryReductions reductions = new EntryReductions(Clock.systemUTC());
  private final BleuWorkload workload = new BleuWorkload();
  private final ResourceBinding binding =
      new ResourceBinding(
          Serialization.unmarshal(
              """
              apiVersion: work.karmada.io/v1alpha2
              kind: ResourceBinding
              metadata: {name: api-deployment, namespace: shop}
              spec: {clusters: [{name: a, replicas: 3}]}
              status:
                aggregatedStatus:
                - clusterName: a
                  status: {generation: 3, observedGeneration: 3, availableReplicas: 1}
              """,
              GenericKubernetesResource.class));

  @BeforeEach
  void name() {
    workload.getMetadata().setNamespace("shop");
    workload.getMetadata().setName("web");
  }

  private boolean isOpen() {
    return reductions.isOpen(workload, binding, "a");
  }

  @Test
  void writeThatTheServerDidNotTakeLowersNothing() {
    assertFalse(isOpen());
    EntryReductions.Reduction one = reductions.lowers(workload, binding, "a", 3, 2);
    assertTrue(isOpen());
    reductions.withdraw(reductions.lowers(workload, binding, "a", 2, 1));
    assertTrue(isOpen(), "the one before stands");
    reductions.withdraw(one);
    assertFalse(isOpen());
  }

  @Test
  void onlyWhatIsLoweredIsNotedAndOfAWorkloadThatIsGoneNothing() {
    assertNull(reductions.lowers(workload, binding, "a", 1, 3));
    assertNull(reductions.lowers(workload, binding, "a", 1, 1));
    assertFalse(isOpen());
    reductions.lowers(workload, binding, "a", 3, 1);
    reductions.forget("shop", "other");
    assertTrue(isOpen());
    reductions.forget("shop", "web");
    assertFalse(isOpen());
  }
}
