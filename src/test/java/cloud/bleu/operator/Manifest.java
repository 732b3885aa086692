package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Objects as watches bring them: those of our kinds with their own classes. */
public final class Manifest {

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "AvailabilityZone", AvailabilityZone.class,
          "BleuWorkload", BleuWorkload.class,
          "CloudProvider", CloudProvider.class,
          "ResilienceDrill", ResilienceDrill.class,
          "SovereigntyPolicy", SovereigntyPolicy.class);

  private Manifest() {}

  /** One object, from YAML or JSON. */
  public static HasMetadata object(String text) {
    HasMetadata object = Serialization.unmarshal(text);
    Class<? extends HasMetadata> kind = KINDS.get(object.getKind());
    return kind == null ? object : Serialization.unmarshal(text, kind);
  }

  /** Every object of the files of a directory. */
  public static List<HasMetadata> directory(Path directory) throws IOException {
    List<HasMetadata> objects = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        for (String document : Files.readString(file).split("(?m)^---\\s*$")) {
          if (document.contains("kind:")) {
            objects.add(object(document));
          }
        }
      }
    }
    return objects;
  }
}
