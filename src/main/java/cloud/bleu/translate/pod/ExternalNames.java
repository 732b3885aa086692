package cloud.bleu.translate.pod;

import io.fabric8.kubernetes.api.model.Service;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Services that lead to no pods but to a host by its name: those of type ExternalName. */
public final class ExternalNames {

  private final Map<String, String> hosts = new HashMap<>();

  /**
   * @param services of any type; those of other types are ignored
   */
  public ExternalNames(List<Service> services) {
    for (Service service : services) {
      if (service.getSpec() == null || !"ExternalName".equals(service.getSpec().getType())) {
        continue;
      }
      String name = service.getSpec().getExternalName();
      if (name != null) {
        String namespace = service.getMetadata().getNamespace();
        hosts.put(
            (namespace == null ? "default" : namespace) + "/" + service.getMetadata().getName(),
            (name.endsWith(".") ? name.substring(0, name.length() - 1) : name)
                .toLowerCase(Locale.ROOT));
      }
    }
  }

  /** Whether others lead to the same hosts. */
  public boolean leadAs(ExternalNames other) {
    return hosts.equals(other.hosts);
  }

  /**
   * The host that a Service leads to, in lower case; null when it leads to pods or is not there.
   *
   * @param service as {@code namespace/name}
   */
  public @Nullable String host(String service) {
    return hosts.get(service);
  }
}
