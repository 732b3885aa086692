package cloud.bleu.api.v1alpha1;

import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;

/** Waivers as the API server lists them. The client looks for this class by its name. */
public class SovereigntyWaiverList extends DefaultKubernetesResourceList<SovereigntyWaiver> {
  private static final long serialVersionUID = 1L;
}
