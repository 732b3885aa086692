package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.placement.WorkloadId;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who is decided anew: edits of the hospital's facts and policies against its workloads. Of the
 * record (base: Cloud Temple and OVHcloud, web: anywhere), its rehearsal (base: Bleu and Cloud
 * Temple, web: anywhere), the batch (Cloud Temple) and the web site (Bleu and Outscale).
 */
class ReevaluationTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final List<HasMetadata> HOSPITAL = hospital();

  /** The edits leave it alone. */
  private static final Map<WorkloadId, List<String>> GOVERNED_BY = translated().governedBy();

  private static final SortedMap<String, String> BEFORE = digests(HOSPITAL);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Prices, room and state are recorded and decide nothing alone.
        "AvailabilityZone/ct-az05 | /cost/perHour/cpu      | 0.5     |",
        "AvailabilityZone/ct-az05 | /capacity/cpu          | 97      |",
        "AvailabilityZone/ct-az05 | /state                 | Drained |",
        // A fact of a zone: those who may go there.
        "AvailabilityZone/ct-az05 | /location/latitude     | 48.93   | base base' batch web web'",
        "AvailabilityZone/osc-gov-a | /failureDomains/flood | None   | site web web'",
        "AvailabilityZone/s3ns-a  | /site                  | other   | web web'",
        "AvailabilityZone/ovh-rbx | /location/country      | BE      | base web web'",
        // A fact of a provider: those who may go to one of its zones.
        "CloudProvider/bleu       | /legalEntity/name      | Bleue   | base' site web web'",
        "CloudProvider/s3ns       | /displayName           | Other   | web web'",
        // A provider without a zone: nobody.
        "CloudProvider/idle       | /displayName           | Other   |",
        // A zone that changes hands leaves some and comes to others.
        "AvailabilityZone/ovh-rbx | /provider              | outscale | base site web web'",
        // A policy: those whom it governs.
        "SovereigntyPolicy/secnumcloud-preparation       | /facts/graceDays | 31 | base' web'",
        "SovereigntyPolicy/secnumcloud-3.2-public-facts  | /facts/graceDays | 31 | base batch web",
        "SovereigntyPolicy/france-only                   | /facts/graceDays | 31 | base base' batch site web web'",
      })
  void whoIsDecidedAnew(String object, String field, String value, String expected) {
    Map<String, String> before = BEFORE;
    Map<String, String> after = digests(edited(object, field, value));
    TreeSet<String> anew = new TreeSet<>(before.keySet());
    anew.removeIf(w -> before.get(w).equals(after.get(w)));
    assertEquals(expected == null ? "" : expected, String.join(" ", anew));
  }

  private static List<HasMetadata> hospital() {
    try {
      List<HasMetadata> objects = new ArrayList<>(Manifest.directory(Path.of("examples/hospital")));
      objects.add(
          Manifest.object(
              "{\"apiVersion\": \"placement.bleu.cloud/v1alpha1\", \"kind\": \"CloudProvider\","
                  + " \"metadata\": {\"name\": \"idle\"}, \"spec\": {\"displayName\": \"Idle\"}}"));
      return objects;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<HasMetadata> edited(String object, String field, String value) {
    List<HasMetadata> edited = new ArrayList<>();
    boolean found = false;
    for (HasMetadata each : HOSPITAL) {
      boolean it = object.equals(each.getKind() + "/" + each.getMetadata().getName());
      found |= it;
      edited.add(it ? with(each, field, value) : each);
    }
    assertEquals(true, found, object);
    return edited;
  }

  private static HasMetadata with(HasMetadata object, String field, String value) {
    JsonNode tree = new JsonMapper().valueToTree(object);
    JsonNode parent = tree.path("spec");
    String[] steps = field.substring(1).split("/");
    for (int i = 0; i < steps.length - 1; i++) {
      parent = ((ObjectNode) parent).withObject("/" + steps[i]);
    }
    ObjectNode holder = (ObjectNode) parent;
    String last = steps[steps.length - 1];
    if (holder.path(last).isNumber() || last.endsWith("Days")) {
      holder.put(last, Integer.parseInt(value));
    } else {
      holder.put(last, value);
    }
    return Manifest.object(tree.toString());
  }

  private static SortedMap<String, String> digests(List<HasMetadata> objects) {
    InputDigest digests = new InputDigest();
    digests.read(
        of(CloudProvider.class, objects),
        of(AvailabilityZone.class, objects),
        of(SovereigntyPolicy.class, objects));
    SortedMap<String, String> all = new TreeMap<>();
    for (BleuWorkload w : of(BleuWorkload.class, objects)) {
      WorkloadId id = new WorkloadId(w.getMetadata().getNamespace(), w.getMetadata().getName());
      all.put(shortName(id), digests.of(w, GOVERNED_BY.get(id), List.of(), null, List.of()));
    }
    return all;
  }

  private static Translation translated() {
    return EstateTranslator.translate(
        ManifestObjects.of(
                ManifestReader.read(List.of("examples/hospital"), InputStream.nullInputStream()))
            .objects(),
        NOW,
        Map.of());
  }

  private static String shortName(WorkloadId id) {
    String rehearsal = id.namespace().equals("sante-repetition") ? "'" : "";
    return switch (id.name()) {
      case "dossier-base" -> "base" + rehearsal;
      case "dossier-web" -> "web" + rehearsal;
      case "codage-nuit" -> "batch";
      default -> "site";
    };
  }

  private static <T extends HasMetadata> List<T> of(Class<T> type, List<HasMetadata> objects) {
    return objects.stream().filter(type::isInstance).map(type::cast).collect(Collectors.toList());
  }
}
