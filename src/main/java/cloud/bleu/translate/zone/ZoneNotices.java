package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.api.v1alpha1.Homologation;
import cloud.bleu.api.v1alpha1.Maintenance;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.translate.finding.Facts;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.QualificationDates;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What has been announced of a zone, and what has been decided on it. */
final class ZoneNotices {

  private ZoneNotices() {}

  static List<Zone.Maintenance> maintenance(AvailabilityZoneSpec spec, Findings findings) {
    List<Zone.Maintenance> all = new ArrayList<>();
    int i = 0;
    for (Maintenance m : spec.maintenance()) {
      String path = FieldPath.item("spec.maintenance", i++);
      Instant from = findings.moment(path + ".from", m.from());
      Instant to = findings.moment(path + ".to", m.to());
      ZoneState state =
          findings.choice(path + ".state", m.state(), ZoneState.class, ZoneState.Drained);
      if (from == null || to == null) {
        continue;
      }
      if (!from.isBefore(to)) {
        findings.block(
            path + ".to",
            "from is not before to",
            null,
            "correct the instants: a maintenance begins before it ends");
        continue;
      }
      all.add(new Zone.Maintenance(from, to, state));
    }
    return all;
  }

  /** The worse of a state and of those of the maintenance that is going on. */
  static ZoneState during(List<Zone.Maintenance> maintenance, ZoneState state, Instant now) {
    ZoneState worst = state;
    for (Zone.Maintenance m : maintenance) {
      worst = m.at(now) ? worst.worse(m.state()) : worst;
    }
    return worst;
  }

  static List<Zone.Homologation> homologations(AvailabilityZoneSpec spec, Findings findings) {
    List<Zone.Homologation> all = new ArrayList<>();
    int i = 0;
    for (Homologation h : spec.homologations()) {
      String path = FieldPath.item("spec.homologations", i++);
      LocalDate from = findings.day(path + ".validFrom", h.validFrom());
      LocalDate until = findings.day(path + ".validUntil", h.validUntil());
      QualificationDates.window(path, from, until, findings);
      all.add(
          new Zone.Homologation(
              h.reference() == null ? "" : h.reference(),
              h.dataClasses(),
              from,
              until,
              Facts.provenance(h.provenance(), path + ".provenance", findings)));
    }
    return all;
  }
}
