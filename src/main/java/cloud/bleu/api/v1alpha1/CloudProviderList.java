package cloud.bleu.api.v1alpha1;

import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;

/** Providers as the API server lists them. The client looks for this class by its name. */
public class CloudProviderList extends DefaultKubernetesResourceList<CloudProvider> {
  private static final long serialVersionUID = 1L;
}
