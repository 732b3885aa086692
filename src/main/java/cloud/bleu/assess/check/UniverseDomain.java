package cloud.bleu.assess.check;

import cloud.bleu.assess.manifest.ObjectField;
import cloud.bleu.assess.manifest.SeenObject;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Containers that use a client of Google and do not say in which universe. */
final class UniverseDomain implements Check {

  private static final String VARIABLE = "GOOGLE_CLOUD_UNIVERSE_DOMAIN";
  private static final Pattern CLIENT =
      Pattern.compile(
          "GOOGLE_CLOUD_PROJECT|GCLOUD_PROJECT|GCP_PROJECT(_ID)?|GOOGLE_APPLICATION_CREDENTIALS");
  private static final Pattern IMAGE = Pattern.compile(".*/(cloud-sql-proxy|gce-proxy)([:@].*)?");

  @Override
  public void look(SeenObject object, Sightings sightings) {
    for (ObjectField container : object.select("$container")) {
      String client = client(container.node());
      if (client != null) {
        sightings.add("UniverseDomainMissing", container.path(), client);
      }
    }
  }

  /** By what a container is known to use Google; null when it does not, or names the universe. */
  private static @Nullable String client(JsonNode container) {
    String image = container.path("image").asText();
    String client = IMAGE.matcher(image).matches() ? image : null;
    for (JsonNode variable : container.path("env")) {
      String name = variable.path("name").asText();
      if (name.equals(VARIABLE)) {
        return null;
      }
      client = CLIENT.matcher(name).matches() ? name : client;
    }
    return client;
  }
}
