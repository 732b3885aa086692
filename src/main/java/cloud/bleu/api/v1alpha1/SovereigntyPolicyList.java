package cloud.bleu.api.v1alpha1;

import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;

/** Policies as the API server lists them. The client looks for this class by its name. */
public class SovereigntyPolicyList extends DefaultKubernetesResourceList<SovereigntyPolicy> {
  private static final long serialVersionUID = 1L;
}
