package io.millrace.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the code of every module to layout.txt, and layout.txt to what the code needs. */
class LayoutTest {
  private static final String ROOT = "io.millrace.";

  private final SortedSet<String> complaints = new TreeSet<>();

  @Test
  void everyPackageUsesOnlyWhatTheTableAllows() throws IOException {
    Layout layout = Layout.read(Path.of("layout.txt"));
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.millrace")) {
      check(type, layout);
    }

    assertThat(complaints).isEmpty();
    assertThat(layout.superfluous()).as("allowed, and used by nobody").isEmpty();
  }

  private void check(JavaClass type, Layout layout) {
    String user = nameOf(type);
    if (!layout.knows(user)) {
      complaints.add(user + " is not in layout.txt");
      return;
    }
    type.getDirectDependenciesFromSelf().stream()
        .map(dependency -> nameOf(dependency.getTargetClass().getBaseComponentType()))
        .filter(used -> !layout.allows(user, used))
        .forEach(used -> complaints.add(user + " must not use " + used + ", " + type.getName()));
  }

  /** Ours below io.millrace, all others in full. */
  private static String nameOf(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(ROOT) ? name.substring(ROOT.length()) : name;
  }
}
