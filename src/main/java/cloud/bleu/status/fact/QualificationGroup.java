package cloud.bleu.status.fact;

import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Provider.Offering;
import cloud.bleu.placement.model.Provider.Qualification;
import java.util.ArrayList;
import java.util.List;

/**
 * A qualification as it was read, with the path of its group.
 *
 * @param group as {@link FactStatement} has it
 */
record QualificationGroup(String group, Offering offering, Qualification qualification) {

  /** Those of all offerings, in their order. */
  static List<QualificationGroup> of(Provider provider) {
    List<QualificationGroup> groups = new ArrayList<>();
    ItemNames offerings = new ItemNames();
    for (Offering offering : provider.offerings()) {
      String path = "offerings[" + offerings.next(offering.name()) + "].qualifications[";
      ItemNames schemes = new ItemNames();
      for (Qualification q : offering.qualifications()) {
        groups.add(new QualificationGroup(path + schemes.next(q.scheme()) + "]", offering, q));
      }
    }
    return groups;
  }
}
