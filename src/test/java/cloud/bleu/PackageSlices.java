package cloud.bleu;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.HashMap;
import java.util.Map;

/**
 * The parts of the product by a pattern of packages, as {@code slices().matching} has them. That
 * one reads its pattern again for each dependency, which is most of its time.
 */
final class PackageSlices implements SliceAssignment {
  private final String pattern;
  private final PackageMatcher matcher;
  private final Map<String, SliceIdentifier> known = new HashMap<>();

  PackageSlices(String pattern) {
    this.pattern = pattern;
    matcher = PackageMatcher.of(pattern);
  }

  @Override
  public SliceIdentifier getIdentifierOf(JavaClass of) {
    return known.computeIfAbsent(
        of.getPackageName(),
        name ->
            matcher
                .match(name)
                .map(PackageMatcher.TO_GROUPS)
                .map(SliceIdentifier::of)
                .orElseGet(SliceIdentifier::ignore));
  }

  @Override
  public String getDescription() {
    return "'" + pattern + "'";
  }
}
