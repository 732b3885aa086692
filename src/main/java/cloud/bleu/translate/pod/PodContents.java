package cloud.bleu.translate.pod;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.offering.VendorEndpoints;
import cloud.bleu.translate.object.PresentItems;
import cloud.bleu.translate.object.Tree;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a pod template brings along: its images, the well-known hosts in its variables, commands and
 * arguments, what its data is written to, and what of the node's network it takes. What comes from
 * ConfigMaps and Secrets is not seen.
 *
 * @param hostNetwork whether its pods are on the network of the node
 * @param hostPorts ports of the node that it takes: {@code host port 80 of container web}
 * @param mentionsSecrets whether anything in it names a Secret, be it optional
 */
public record PodContents(
    List<Closure.Image> images,
    List<Closure.Endpoint> endpoints,
    List<Closure.Claim> claims,
    boolean hostNetwork,
    List<Message> hostPorts,
    boolean mentionsSecrets) {

  /** Of what runs no pods. */
  static final PodContents NONE =
      new PodContents(List.of(), List.of(), List.of(), false, List.of(), false);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The fields of a volume that say no storage outside of the node, or claim it by its class. */
  private static final Set<String> LOCAL_OR_CLAIMED =
      Set.of(
          "name",
          "configMap",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "gitRepo",
          "hostPath",
          "image",
          "persistentVolumeClaim",
          "projected",
          "secret");

  /** What a template that the API server has accepted brings along. */
  public static PodContents of(PodSpec spec) {
    Collecting all = new Collecting();
    all.hostNetwork = Boolean.TRUE.equals(spec.getHostNetwork());
    all.mentionsSecrets = mentionsSecrets(JSON.convertValue(spec, Map.class));
    for (Container c : PresentItems.skip(spec.getContainers())) {
      Message user = TemplatePart.container(c.getName());
      all.container(user, c.getImage(), c.getEnv());
      all.ports(user, c.getPorts());
      all.arguments(user, c.getCommand());
      all.arguments(user, c.getArgs());
    }
    for (Container c : PresentItems.skip(spec.getInitContainers())) {
      Message user = TemplatePart.initContainer(c.getName());
      all.container(user, c.getImage(), c.getEnv());
      all.ports(user, c.getPorts());
      all.arguments(user, c.getCommand());
      all.arguments(user, c.getArgs());
    }
    for (EphemeralContainer c : PresentItems.skip(spec.getEphemeralContainers())) {
      Message user = TemplatePart.ephemeralContainer(c.getName());
      all.container(user, c.getImage(), c.getEnv());
      all.arguments(user, c.getCommand());
      all.arguments(user, c.getArgs());
    }
    for (Volume v : PresentItems.skip(spec.getVolumes())) {
      volume(all, JSON.convertValue(v, Map.class));
    }
    return all.done();
  }

  /** What a template as somebody wrote it brings along. */
  static PodContents of(@Nullable Map<?, ?> podSpec) {
    Collecting all = new Collecting();
    all.hostNetwork = podSpec != null && Boolean.TRUE.equals(podSpec.get("hostNetwork"));
    all.mentionsSecrets = mentionsSecrets(podSpec);
    containers(all, TemplatePart::container, Tree.list(podSpec, "containers"));
    containers(all, TemplatePart::initContainer, Tree.list(podSpec, "initContainers"));
    containers(all, TemplatePart::ephemeralContainer, Tree.list(podSpec, "ephemeralContainers"));
    Tree.list(podSpec, "volumes").forEach(v -> volume(all, v));
    return all.done();
  }

  /** A copy with the claims that every pod of a StatefulSet gets. */
  PodContents with(List<Map<String, Object>> volumeClaimTemplates) {
    List<Closure.Claim> all = new ArrayList<>(claims);
    for (Map<String, Object> template : volumeClaimTemplates) {
      all.add(
          new Closure.Claim(
              TemplatePart.claimTemplate(Tree.text(Tree.map(template, "metadata"), "name")),
              ClaimClass.of((Object) template)));
    }
    return new PodContents(images, endpoints, all, hostNetwork, hostPorts, mentionsSecrets);
  }

  /**
   * Of a kind that is not known here it is taken that it is storage somewhere, as of nfs or an
   * inline csi volume.
   */
  private static void volume(Collecting all, Object volume) {
    String name = Tree.text(volume, "name");
    Map<?, ?> image = Tree.map(volume, "image");
    if (image != null) {
      all.image(TemplatePart.volume(name), Tree.text(image, "reference"));
    }
    Map<?, ?> claimed = Tree.map(Tree.map(volume, "ephemeral"), "volumeClaimTemplate");
    if (claimed != null) {
      all.claim(TemplatePart.ephemeralVolume(name), ClaimClass.of((Object) claimed));
    }
    Map<?, ?> claim = Tree.map(volume, "persistentVolumeClaim");
    if (claim != null) {
      all.claim(TemplatePart.claimedVolume(name, Tree.text(claim, "claimName")), null);
    }
    if (Tree.map(volume, "hostPath") != null) {
      all.claim(TemplatePart.nodeVolume(name), null);
    }
    if (volume instanceof Map<?, ?> kinds) {
      kinds.entrySet().stream()
          .filter(kind -> kind.getValue() != null)
          .map(kind -> String.valueOf(kind.getKey()))
          .filter(kind -> !LOCAL_OR_CLAIMED.contains(kind))
          .sorted()
          .forEach(kind -> all.elsewhere(TemplatePart.otherVolume(name, kind)));
    }
  }

  /** Every field of a pod spec that names a Secret has that word in its own name. */
  private static boolean mentionsSecrets(@Nullable Object part) {
    if (part instanceof Map<?, ?> fields) {
      return fields.entrySet().stream()
          .anyMatch(
              field ->
                  isStated(field.getValue())
                      && (String.valueOf(field.getKey()).toLowerCase(Locale.ROOT).contains("secret")
                          || mentionsSecrets(field.getValue())));
    }
    return part instanceof List<?> items && items.stream().anyMatch(PodContents::mentionsSecrets);
  }

  private static boolean isStated(@Nullable Object value) {
    return value != null && !(value instanceof List<?> items && items.isEmpty());
  }

  private static void containers(
      Collecting all, Function<@Nullable String, Message> kind, List<?> containers) {
    for (Object container : containers) {
      Message user = kind.apply(Tree.text(container, "name"));
      all.image(user, Tree.text(container, "image"));
      for (Object variable : Tree.list(container, "env")) {
        all.variable(user, Tree.text(variable, "name"), Tree.text(variable, "value"));
      }
      for (Object port : Tree.list(container, "ports")) {
        if (port instanceof Map<?, ?> map && map.get("hostPort") instanceof Number number) {
          all.port(user, number.intValue());
        }
      }
      all.arguments(user, Tree.list(container, "command"));
      all.arguments(user, Tree.list(container, "args"));
    }
  }

  private static final class Collecting {
    private final List<Closure.Image> images = new ArrayList<>();
    private final List<Closure.Endpoint> endpoints = new ArrayList<>();
    private final List<Closure.Claim> claims = new ArrayList<>();
    private final List<Message> hostPorts = new ArrayList<>();
    private boolean hostNetwork;
    private boolean mentionsSecrets;

    void container(Message user, @Nullable String image, @Nullable List<EnvVar> variables) {
      image(user, image);
      for (EnvVar v : PresentItems.skip(variables)) {
        variable(user, v.getName(), v.getValue());
      }
    }

    void ports(Message user, @Nullable List<ContainerPort> ports) {
      for (ContainerPort port : PresentItems.skip(ports)) {
        port(user, Objects.requireNonNullElse(port.getHostPort(), 0));
      }
    }

    void port(Message user, int hostPort) {
      if (hostPort != 0) {
        hostPorts.add(TemplatePart.hostPort(hostPort, user));
      }
    }

    void image(Message user, @Nullable String reference) {
      images.add(new Closure.Image(user, reference == null ? "" : reference));
    }

    void claim(Message user, @Nullable String storageClass) {
      claims.add(new Closure.Claim(user, storageClass));
    }

    void elsewhere(Message user) {
      claims.add(new Closure.Claim(user, null, true));
    }

    void variable(Message user, @Nullable String name, @Nullable String value) {
      if (value != null) {
        VendorEndpoints.in(value)
            .forEach(
                host ->
                    endpoints.add(new Closure.Endpoint(TemplatePart.variable(name, user), host)));
      }
    }

    void arguments(Message user, @Nullable List<?> words) {
      for (Object word : words == null ? List.of() : words) {
        if (word instanceof String text) {
          VendorEndpoints.in(text)
              .forEach(
                  host -> endpoints.add(new Closure.Endpoint(TemplatePart.arguments(user), host)));
        }
      }
    }

    PodContents done() {
      return new PodContents(images, endpoints, claims, hostNetwork, hostPorts, mentionsSecrets);
    }
  }
}
