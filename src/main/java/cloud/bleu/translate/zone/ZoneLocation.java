package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.finding.Facts;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.object.CountryBoxes;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Where a zone lies: its country, as codes and as coordinates that agree. */
final class ZoneLocation {
  private ZoneLocation() {}

  static Zone.Location of(AvailabilityZoneSpec spec, Findings findings) {
    AvailabilityZoneSpec.Location api = spec.location();
    if (api == null) {
      return new Zone.Location(null, null, null, Provenance.NONE, Provenance.NONE);
    }
    String country = findings.country("spec.location.country", api.country());
    if (country != null
        && api.subdivision() != null
        && !api.subdivision().startsWith(country + "-")) {
      findings.block(
          "spec.location.subdivision",
          "not a subdivision of " + country + ": " + ShownText.quote(api.subdivision()),
          "ISO 3166-2 codes, which start with " + country + "-",
          "correct the subdivision or the country");
    }
    BigDecimal latitude = findings.decimal("spec.location.latitude", api.latitude(), -90, 90);
    BigDecimal longitude = findings.decimal("spec.location.longitude", api.longitude(), -180, 180);
    if ((api.latitude() == null) != (api.longitude() == null)) {
      findings.block(
          "spec.location",
          "latitude and longitude are not given together",
          null,
          "give both or neither");
    }
    if (api.coordinatesProvenance() != null && api.latitude() == null) {
      findings.block(
          "spec.location.coordinatesProvenance",
          "there are no coordinates that it would be about",
          null,
          "give latitude and longitude, or take it out");
    }
    if (country != null
        && latitude != null
        && longitude != null
        && CountryBoxes.excludes(country, latitude, longitude)) {
      findings.block(
          "spec.location.latitude",
          latitude + ", " + longitude + " is not in " + country,
          null,
          "correct the coordinates or the country; territory overseas has a country code of its"
              + " own");
    }
    Zone.Coordinates coordinates =
        latitude == null || longitude == null
            ? null
            : new Zone.Coordinates(millionths(latitude), millionths(longitude));
    Provenance of = Facts.provenance(api.provenance(), "spec.location.provenance", findings);
    Provenance placed =
        api.coordinatesProvenance() == null
            ? of
            : Facts.provenance(
                api.coordinatesProvenance(), "spec.location.coordinatesProvenance", findings);
    return new Zone.Location(country, api.subdivision(), coordinates, of, placed);
  }

  private static long millionths(BigDecimal degrees) {
    return degrees.movePointRight(6).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }
}
