package cloud.bleu.delivery.companion;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects of its namespace that a pod spec mentions and that have to be there: ConfigMaps,
 * Secrets, claims and the ServiceAccount. What is marked {@code optional} is none, and neither are
 * {@code imagePullSecrets} and the ServiceAccount {@code default}, which every namespace has.
 */
public final class PodReferences {

  private final Map<String, PodReference> found = new LinkedHashMap<>();

  private PodReferences() {}

  /** Each object once, in the order of the pod spec. */
  public static List<PodReference> of(PodSpec spec) {
    PodReferences references = new PodReferences();
    spec.getInitContainers().forEach(c -> references.container("initContainers", c));
    spec.getContainers().forEach(c -> references.container("containers", c));
    spec.getVolumes().forEach(references::volume);
    references.account(spec);
    return List.copyOf(references.found.values());
  }

  /**
   * The references of {@link #of}, then the Secrets for pulling images: a pod starts without these.
   */
  public static List<PodReference> used(PodSpec spec) {
    List<PodReference> used = new ArrayList<>(of(spec));
    for (LocalObjectReference secret : spec.getImagePullSecrets()) {
      used.add(new PodReference("Secret", secret.getName(), "imagePullSecrets"));
    }
    return used;
  }

  private void account(PodSpec spec) {
    String account =
        spec.getServiceAccountName() == null || spec.getServiceAccountName().isEmpty()
            ? spec.getServiceAccount()
            : spec.getServiceAccountName();
    if (!"default".equals(account)) {
      add("ServiceAccount", account, false, "serviceAccountName");
    }
  }

  private void container(String list, Container container) {
    String where = list + "[" + container.getName() + "]";
    for (EnvFromSource from : container.getEnvFrom()) {
      if (from.getConfigMapRef() != null) {
        add(
            "ConfigMap",
            from.getConfigMapRef().getName(),
            from.getConfigMapRef().getOptional(),
            where + ".envFrom");
      }
      if (from.getSecretRef() != null) {
        add(
            "Secret",
            from.getSecretRef().getName(),
            from.getSecretRef().getOptional(),
            where + ".envFrom");
      }
    }
    for (EnvVar variable : container.getEnv()) {
      variable(variable, where + ".env[" + variable.getName() + "]");
    }
  }

  private void variable(EnvVar variable, String where) {
    var from = variable.getValueFrom();
    if (from == null) {
      return;
    }
    if (from.getConfigMapKeyRef() != null) {
      add(
          "ConfigMap",
          from.getConfigMapKeyRef().getName(),
          from.getConfigMapKeyRef().getOptional(),
          where);
    }
    if (from.getSecretKeyRef() != null) {
      add("Secret", from.getSecretKeyRef().getName(), from.getSecretKeyRef().getOptional(), where);
    }
  }

  private void volume(Volume volume) {
    String where = "volumes[" + volume.getName() + "]";
    if (volume.getConfigMap() != null) {
      add("ConfigMap", volume.getConfigMap().getName(), volume.getConfigMap().getOptional(), where);
    }
    if (volume.getSecret() != null) {
      add("Secret", volume.getSecret().getSecretName(), volume.getSecret().getOptional(), where);
    }
    if (volume.getPersistentVolumeClaim() != null) {
      add(
          "PersistentVolumeClaim",
          volume.getPersistentVolumeClaim().getClaimName(),
          false,
          where + ".persistentVolumeClaim");
    }
    if (volume.getCsi() != null && volume.getCsi().getNodePublishSecretRef() != null) {
      add("Secret", volume.getCsi().getNodePublishSecretRef().getName(), false, where + ".csi");
    }
    if (volume.getProjected() != null) {
      volume.getProjected().getSources().forEach(source -> projected(source, where));
    }
  }

  private void projected(VolumeProjection source, String where) {
    if (source.getConfigMap() != null) {
      add(
          "ConfigMap",
          source.getConfigMap().getName(),
          source.getConfigMap().getOptional(),
          where + ".projected");
    }
    if (source.getSecret() != null) {
      add(
          "Secret",
          source.getSecret().getName(),
          source.getSecret().getOptional(),
          where + ".projected");
    }
  }

  private void add(String kind, @Nullable String name, @Nullable Boolean optional, String where) {
    if (name != null && !name.isEmpty() && !Boolean.TRUE.equals(optional)) {
      found.putIfAbsent(kind + "/" + name, new PodReference(kind, name, where));
    }
  }
}
