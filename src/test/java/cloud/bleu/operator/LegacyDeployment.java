package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;

/**
 * The Deployment {@code legacy} of one small pod that runs already, for a workload to take over.
 */
final class LegacyDeployment {

  private LegacyDeployment() {}

  static Deployment of(String namespace) {
    return Serialization.unmarshal(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: legacy, namespace: %s}
        spec:
          replicas: 1
          selector: {matchLabels: {app: legacy}}
          template:
            metadata: {labels: {app: legacy}}
            spec: {containers: [{name: main, image: none, resources: {requests: {cpu: 50m, memory: 16Mi}}}]}
        """
            .formatted(namespace),
        Deployment.class);
  }
}
